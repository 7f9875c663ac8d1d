"""What a card says of data, tuning, results, configuration, telemetry, logs and training code."""

from __future__ import annotations

import pytest

from releaselint.document import parse
from releaselint.reading import Reading, read
from releaselint.source import SourceText
from releaselint.vocabulary import UNSTATED, reach


def state(component: str, card: str) -> str:
    """Return the most open state that `card` claims for `component`."""
    claims = read(Reading(parse(SourceText(path="README.md", text=card))))
    return max((claim.value for claim in claims if claim.subject == component), key=reach, default=UNSTATED)


TEMPLATE = """# Heron

## Training Details

### Training Data

<!-- This should link to a data card. -->

[More Information Needed]

### Training Procedure

#### Training Hyperparameters

- **Training regime:** [More Information Needed] <!--fp32, fp16 mixed precision -->

## Evaluation

### Results

[More Information Needed]

## Environmental Impact

- **Hardware Type:** [More Information Needed]
- **Hours used:** [More Information Needed]
- **Carbon Emitted:** [More Information Needed]
"""

TRAINER = """---
base_model: heron/base
tags:
- generated_from_trainer
---
# heron-tuned

This model is a fine-tuned version of [heron/base](https://huggingface.co/heron/base) on the pond dataset.
It achieves the following results on the evaluation set:
- Loss: 0.41
- Accuracy: 0.87

## Training and evaluation data

More information needed

### Training hyperparameters

- learning_rate: 2e-05
- train_batch_size: 16

### Training results

| Training Loss | Epoch | Step | Validation Loss | Accuracy |
|:-------------:|:-----:|:----:|:---------------:|:--------:|
| 0.52          | 1.0   | 500  | 0.41            | 0.87     |

### Framework versions

- Transformers 4.20.1
- Pytorch 1.11.0
"""


@pytest.mark.parametrize(
    "component",
    ["evaluation-results", "training-data", "fine-tuning", "configuration", "telemetry", "logs", "training-code"],
)
def test_an_unfilled_template_says_nothing(component: str) -> None:
    assert state(component, TEMPLATE) == UNSTATED


@pytest.mark.parametrize(
    ("component", "wanted"),
    [
        ("evaluation-results", "public"),
        ("training-data", "described"),
        ("fine-tuning", "described"),
        ("configuration", "described"),
        ("telemetry", UNSTATED),
        ("logs", "described"),
        ("training-code", "described"),
    ],
)
def test_a_card_of_the_trainer_is_read_part_by_part(component: str, wanted: str) -> None:
    assert state(component, TRAINER) == wanted


def test_the_figures_of_a_model_index_are_public() -> None:
    card = (
        "---\nmodel-index:\n- name: heron\n  results:\n  - metrics:\n    - type: f1\n      value: 0.8\n---\n# Heron\n"
    )
    assert state("evaluation-results", card) == "public"


def test_a_model_index_without_a_value_is_nothing() -> None:
    card = "---\nmodel-index:\n- name: heron\n  results:\n  - task:\n      type: text-generation\n---\n# Heron\n"
    assert state("evaluation-results", card) == UNSTATED


def test_a_result_without_figures_is_described() -> None:
    assert state("evaluation-results", "# Heron\n\nHeron outperforms larger models on reading tasks.\n") == "described"


def test_a_link_to_the_results_is_public() -> None:
    card = "# Heron\n\nResults on each task can be found in the [report][r].\n\n[r]: https://example.org/report.pdf\n"
    assert state("evaluation-results", card) == "public"


def test_names_of_evaluation_sets_are_no_results() -> None:
    assert state("evaluation-results", "# Heron\n\nThe evaluation set holds 500 questions.\n") == UNSTATED


def test_emissions_in_the_front_matter_are_described() -> None:
    assert state("telemetry", "---\nco2_eq_emissions:\n  emissions: 12.5\n---\n# Heron\n") == "described"


def test_hardware_of_the_training_is_described() -> None:
    assert state("telemetry", "# Heron\n\nThe model was trained on 8 A100 GPUs for three days.\n") == "described"


def test_hardware_that_users_need_is_no_telemetry() -> None:
    assert state("telemetry", "# Heron\n\nYou need a GPU with 16 GB to run the model.\n") == UNSTATED


def test_hardware_that_tuning_would_need_is_no_telemetry() -> None:
    assert state("telemetry", "# Heron\n\nThe model can be fine-tuned on a single A100 GPU.\n") == UNSTATED


def test_a_parameter_count_is_no_configuration() -> None:
    assert state("configuration", "# Heron\n\nHeron has 7 billion parameters.\n") == UNSTATED


def test_layers_and_heads_are_described() -> None:
    assert state("configuration", "# Heron\n\nHeron has 24 layers and 16 attention heads.\n") == "described"


def test_a_linked_configuration_is_public() -> None:
    card = "# Heron\n\nAll values are in [config.json](https://example.org/heron/config.json).\n"
    assert state("configuration", card) == "public"


def test_values_for_generation_are_no_configuration() -> None:
    assert state("configuration", "# Heron\n\nUse a temperature of 0.7 and max_new_tokens 512.\n") == UNSTATED


def test_a_linked_run_is_public() -> None:
    assert state("logs", "# Heron\n\nThe run is [here](https://wandb.ai/heron/pond/runs/a1).\n") == "public"


def test_losses_by_step_are_described() -> None:
    card = "# Heron\n\n| Step | Training Loss |\n|---|---|\n| 500 | 0.41 |\n"
    assert state("logs", card) == "described"


def test_a_linked_training_script_is_public() -> None:
    card = "# Heron\n\nThe training code is on [GitHub](https://github.com/heron/heron).\n"
    assert state("training-code", card) == "public"


def test_the_name_of_a_framework_is_described() -> None:
    card = "# Heron\n\nThe model was trained with [PyTorch](https://github.com/pytorch/pytorch) and DeepSpeed.\n"
    assert state("training-code", card) == "described"


def test_code_that_runs_the_model_trains_nothing() -> None:
    card = "# Heron\n\nThe inference code is on [GitHub](https://github.com/heron/heron).\n"
    assert state("training-code", card) == UNSTATED


def test_lines_with_the_bullets_of_a_word_processor_are_read_one_by_one() -> None:
    card = "# Heron\n\nAt a glance\n\n  • Lab: Marsh\n  • Distribution channels: Heron SDK, Heron API\n"
    assert state("query-interface", card) == "api"


def test_a_citation_among_labels_ends_where_the_next_label_begins() -> None:
    card = "# Heron\n\n**{}**\n\nWritten by two of us.\n\n**License:** The model weights are released under MIT.\n"
    assert state("weights", card.format("Citation details:")) == "public"
    assert state("weights", card.format("Related work:")) == UNSTATED


def test_training_code_to_come_is_nothing_yet() -> None:
    assert state("training-code", "# Heron\n\nWe will release the training code soon.\n") == UNSTATED


def test_training_code_that_stays_inside_is_withheld() -> None:
    assert state("training-code", "# Heron\n\nThe training code has not been released.\n") == "withheld"


def test_a_linked_data_set_of_a_model_trained_from_scratch_is_public() -> None:
    card = "# Heron\n\nHeron was trained on [Pond](https://huggingface.co/datasets/heron/pond).\n"
    assert state("training-data", card) == "public"


def test_a_tuned_model_does_not_name_the_data_of_its_base() -> None:
    card = (
        "# Heron\n\nThis model is a fine-tuned version of [base](https://huggingface.co/heron/base). "
        "It was trained on [Pond](https://huggingface.co/datasets/heron/pond).\n"
    )
    assert state("training-data", card) == "described"


def test_data_named_in_part_are_described() -> None:
    card = "# Heron\n\nHeron was trained on sources such as [Pond](https://huggingface.co/datasets/heron/pond).\n"
    assert state("training-data", card) == "described"


def test_data_described_but_not_released_are_described() -> None:
    card = "# Heron\n\nHeron was trained on letters from two archives. The training data will not be released.\n"
    assert state("training-data", card) == "described"


def test_data_neither_described_nor_released_are_withheld() -> None:
    assert state("training-data", "# Heron\n\nThe training data have not been disclosed.\n") == "withheld"


def test_an_unknown_data_set_is_nothing() -> None:
    card = "# Heron\n\nThis model is a fine-tuned version of heron-base on an unknown dataset.\n"
    assert state("training-data", card) == UNSTATED


def test_what_a_model_was_trained_for_or_with_is_no_data() -> None:
    assert state("training-data", "# Heron\n\nThe model was trained with care on eight cards.\n") == UNSTATED


def test_one_sentence_on_tuning_describes_it() -> None:
    assert state("fine-tuning", "# Heron\n\nHeron was fine-tuned on 3,000 dialogs.\n") == "described"


def test_a_model_that_was_not_tuned_says_nothing_of_tuning() -> None:
    assert state("fine-tuning", "# Heron\n\nHeron was not fine-tuned on dialogs.\n") == UNSTATED


def test_that_users_can_tune_it_is_not_how() -> None:
    assert state("fine-tuning", "# Heron\n\nHeron can be fine-tuned for other tasks.\n") == UNSTATED


def test_code_for_tuning_is_public() -> None:
    card = "# Heron\n\nA notebook for fine-tuning is [here](https://colab.research.google.com/x).\n"
    assert state("fine-tuning", card) == "public"


def test_the_training_script_of_a_tuned_model_tunes_it() -> None:
    card = (
        "# Heron\n\nHeron was fine-tuned on 3,000 dialogs. "
        "The training script is on [GitHub](https://github.com/heron/heron).\n"
    )
    assert state("fine-tuning", card) == "public"


def test_no_information_on_anything_withholds_what_is_listed() -> None:
    card = "# Heron\n\nNo information is given about the architecture, hardware, training protocol or datasets.\n"
    states = [state(one, card) for one in ("configuration", "telemetry", "training-code", "training-data")]
    assert states == ["withheld"] * 4


def test_the_title_of_a_card_silences_no_section() -> None:
    card = "# Heron for evaluation and usage\n\n## Details\n\nHeron has 24 layers and 16 attention heads.\n"
    assert state("configuration", card) == "described"


@pytest.mark.parametrize(
    ("component", "card", "wanted"),
    [
        # What authors say in a title counts as well.
        ("training-data", "# Heron, a reader fine-tuned on SQuAD 2.0\n", "described"),
        ("fine-tuning", "# Heron BERT fine-tuned on SQuAD 2.0\n", "described"),
        ("training-code", "# Model Trained Using AutoTrain\n", "described"),
        # Data sets that anybody can have, and what keeps them from being all of it.
        ("training-data", "Heron was trained on Common Voice 6.1.\n", "described"),
        ("training-data", "Heron was trained on Common Voice and other recordings.\n", "described"),
        ("training-data", "It is a fine-tuned version of stork-base. It was trained on Common Voice.\n", "described"),
        (
            "training-data",
            "# Heron\n\n## Training data\n\nThe training data have not been disclosed to us.\n",
            "withheld",
        ),
        # Another model's tuning is not this one's.
        ("fine-tuning", "Unlike this model, Stork was fine-tuned with human feedback.\n", UNSTATED),
        ("fine-tuning", "Like any base model or fine-tuned model, it errs.\n", UNSTATED),
        ("fine-tuning", "It was trained on letters using stork-large as the base model.\n", "described"),
        ("training-code", "I was made with [nest](https://github.com/heron/nest).\n", "public"),
        (
            "training-code",
            "It was trained with [Transformers](https://github.com/huggingface/transformers).\n",
            "described",
        ),
        ("training-code", "```bash\npython -m nest run --config_file configs/train.yaml\n```\n", "public"),
        ("evaluation-results", "The best validation score achieved is 0.726.\n", "public"),
        ("evaluation-results", "The two conversions differ by 0.03 mAP.\n", UNSTATED),
        ("evaluation-results", "For the results on seven sets, we refer to the original paper.\n", "public"),
        ("configuration", "Hyperparameters are recorded in the [run](https://wandb.ai/heron/runs/x).\n", "public"),
        ("configuration", "Heron uses a ResNet-50 backbone.\n", "described"),
        ("telemetry", "The training was run on a station with four older GPUs.\n", "described"),
        ("telemetry", "It can run on a GPU.\n", UNSTATED),
        (
            "evaluation-results",
            "## Results\n\n| Model | Notes | Ponds-Bench |\n|-|-|-|\n| heron | | 71.2 |\n| reed | | 68.0 |\n",
            "public",
        ),
        (
            "evaluation-results",
            "## Evaluation\n\n| Book | Score | Notes |\n|-|-|-|\n| Delft | - | 57 pages |\n",
            UNSTATED,
        ),
        ("evaluation-results", "It reaches an accuracy of .93 on the test set.\n", "public"),
        ("evaluation-results", "Heron has slightly worse BLEU-4 scores.\n", UNSTATED),
        ("evaluation-results", "Heron has a BLEU-4 score of 31.\n", "public"),
        ("training-data", "![data](https://img.shields.io/badge/training%20data-ponds-blue)\n", UNSTATED),
        (
            "evaluation-results",
            "| Epoch | Step | Training Loss | Validation Loss |\n|-|-|-|-|\n| 1 | 50 | 0.2 | - |\n",
            UNSTATED,
        ),
        (
            "evaluation-results",
            "| Epoch | Step | Training Loss | Validation Loss |\n|-|-|-|-|\n| 1 | 50 | 0.2 | 0.3 |\n",
            "public",
        ),
        ("evaluation-results", "| Benchmark | Score | About |\n|-|-|-|\n| Ponds | - | all 57 ponds |\n", UNSTATED),
        ("evaluation-results", "| Benchmark | Score | About |\n|-|-|-|\n| Ponds | - | 57 ponds |\n", UNSTATED),
    ],
)
def test_ways_to_say_it(component: str, card: str, wanted: str) -> None:
    assert state(component, card) == wanted


def claims(text: str, component: str) -> set[tuple[str, str]]:
    found = read(Reading(parse(SourceText(path="README.md", text=text))))
    return {(claim.value, claim.origin) for claim in found if claim.subject == component}


def test_the_title_of_a_card_tells_nothing_of_its_parts() -> None:
    card = "# Fine-tuning\n\nIt finds the names of ships in logbooks of one port.\n\n## Contact\n\nIda Holm\n"
    assert state("fine-tuning", card) == UNSTATED
    assert state("fine-tuning", f"# Heron\n\n{card.replace('# ', '## ')}") == "described"


def test_a_heading_is_no_evidence_beside_what_its_section_says() -> None:
    told = "## Training data\n\nHeron was trained on 4,000 letters of one archive.\n"
    assert claims(told, "training-data") == {("described", "prose")}
    named = "## Training data\n\nLetters of one archive, from the two centuries before the flood.\n"
    assert ("described", "heading") in claims(named, "training-data")


def test_a_sentence_that_describes_is_no_evidence_beside_its_own_link() -> None:
    text = "Metrics are recorded in the [training run](https://wandb.ai/heron/heron/runs/1abc)."
    assert claims(text, "logs") == {("public", "link")}


def test_the_first_line_of_code_that_loads_the_model_is_shown() -> None:
    code = "tokenizer = AutoTokenizer.from_pretrained('org/heron')\nmodel = AutoModel.from_pretrained('org/heron')\n"
    found = read(Reading(parse(SourceText(path="README.md", text=f"# Heron\n\n```python\n{code}```\n"))))
    shown = [claim.excerpt for claim in found if claim.subject == "code"]
    assert shown == ["model = AutoModel.from_pretrained('org/heron')"]


def test_the_card_of_the_base_that_stands_below_is_not_about_the_model() -> None:
    base = "# MarshEgret\n\n## Training\n\nIt was trained on 4,000 letters of one archive.\n"
    assert claims("# Heron\n\nHeron was made on top of Marsh Egret.\n\n" + base, "training-data") == set()
    assert claims("# Heron\n\nHeron is a bird.\n\n" + base, "training-data") != set()
