"""Write one image for a prompt, with the safety checker and the watermark on."""

import sys

from diffusers import DiffusionPipeline


def main(prompt: str, path: str = "egret.png") -> None:
    """Load the weights of this release and save one image."""
    pipeline = DiffusionPipeline.from_pretrained("example-org/egret")
    pipeline(prompt).images[0].save(path)


if __name__ == "__main__":
    main(*sys.argv[1:3])
