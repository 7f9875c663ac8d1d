"""Which language a card's prose is in: another one shows itself, and few English words show nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from releaselint.document import parse
from releaselint.reading.language import language_of
from releaselint.source import SourceText

ROOT = Path(__file__).parents[1]
FOREIGN = {
    "Chinese": "# 苍鹭\n\n" + "本模型在公开的信件语料上训练，用于识别鸟类的名称。 模型权重可以下载。 " * 20,
    "Dutch": """# Reiger
Dit model herkent de namen van vogels in oude brieven. Het is getraind met een verzameling van brieven uit het
noorden, en wordt niet meer bijgewerkt. Voor vragen over deze gegevens zijn de makers per post te bereiken, maar ook
bij het museum. De gewichten worden niet gedeeld.""",
    "French": """# Modèle héron
Ce modèle reconnaît les noms des oiseaux dans les lettres anciennes. Il est entraîné sur une collection de lettres
et les poids ne sont pas publiés. Pour une question sur cette collection, écrivez aux auteurs, qui sont dans le nord
avec les hérons. Les limites sont décrites dans la suite du texte.""",
    "German": """# Reiher
Das Modell erkennt die Namen von Voegeln in alten Briefen. Es wurde mit einer Sammlung von Briefen trainiert und ist
nicht mehr in Pflege. Auf Fragen antworten wir durch die Post, denn das Archiv ist auf dem Berg. Die Gewichte werden
nicht geteilt, und eine API ist nicht geplant.""",
    "Indonesian": """# Bangau
Model ini mengenali nama burung dalam surat lama. Model telah dilatih dengan data dari arsip dan tidak diperbarui
lagi. Untuk pertanyaan, tulis surat pada penulis yang tinggal di utara. Bobot model ini tidak akan dibagikan oleh
penulis, juga data dari arsip.""",
    "Italian": """# Airone
Questo modello riconosce i nomi degli uccelli nelle lettere antiche. Il modello viene addestrato con una raccolta
della biblioteca, che non viene condivisa. Per domande sono disponibili gli autori nel nord, dalla parte del lago.
Alla fine della pagina sono elencati i limiti di questa raccolta.""",
    "Portuguese": """# Garça
Este modelo reconhece os nomes das aves em cartas antigas. Foi treinado com uma coleção dos arquivos, mas os pesos
não são publicados. Para perguntas sobre a coleção, escreva para os autores, pelo correio, com o nome da carta.
Uma avaliação será publicada em breve com mais dados.""",
    "Spanish": """# Garza
Este modelo reconoce los nombres de las aves en cartas antiguas. Se entrena con una coleccion del archivo, pero los
pesos no se publican. Para preguntas sobre la coleccion, escriba a los autores por correo, cuando haya tiempo. Los
limites del modelo son muy claros: no lee cartas con manchas.""",
    "Swedish": """# Häger
Modellen känner igen namn på fåglar i gamla brev. Den är tränad på ett arkiv med brev och är inte tänkt för andra
texter. Vikterna delas inte, för att arkivet inte vill det. Det finns ett formulär för frågor på sidan, och svar kan ta
tid.""",
    "Turkish": """# Balikcil
Bu model eski mektuplarda kuş adlarını bulmak için bir arşiv ile eğitildi. Ağırlıklar paylaşılmıyor ve yeni bir sürüm
olarak olan plan yok. Daha fazla bilgi için yazarlara mektup gibi eski yollarla ulaşılabilir.""",
}
ENGLISH = {
    "prose": "The heron model finds the names of birds in letters, and it is trained on a corpus of the north. " * 3,
    "short": "# Garza\n\nPesos: no se publican.\n",
    "fields": "# Heron\n\n"
    + "".join(f"* {key}: {value}\n" for key, value in [("learning rate", "3e-05"), ("dataset", "letters")] * 20),
    "a foreign table": "# Heron\n\nThis model is a fine-tuned version of bert.\n\n| Word | Loss |\n|---|---|\n"
    + "".join(f"| {word} | 0.5 |\n" for word in ["und", "nicht", "garza", "lettre", "vogel", "bird", "reed"] * 12),
    "codes of languages": "### nor-dan\n\n* source languages: nor\n* target languages: dan\n"
    + "* model: transformer\n* pre-processing: normalization, SentencePiece\n* BLEU: 30.1\n" * 8,
    "letters of names": "# Heron\n\n| Author | Score |\n|---|---|\n" + "| Zoë Brontë | 0.5 |\n| Ann Reed | 0.6 |\n" * 2
    + "| Tom Wren | 0.7 |\n" * 30,
    "a picture": f"# Heron\n\n![curve](data:image/png;base64,{'iVBORw0KGgo+qué/las+los' * 300})\n\nLoss: 0.5\n" * 3,
}  # fmt: skip


def language(text: str) -> str:
    return language_of(parse(SourceText(path="README.md", text=text)))


@pytest.mark.parametrize("name", FOREIGN)
def test_another_language_is_told_by_its_own_words_and_letters(name: str) -> None:
    assert language(FOREIGN[name]) == "other"
    assert (
        language(f"---\nlicense: mit\n---\n{FOREIGN[name]}\n\n```python\nfor this in the_model: pass\n```\n") == "other"
    )


@pytest.mark.parametrize("name", ENGLISH)
def test_few_english_words_are_no_sign_of_another_language(name: str) -> None:
    assert language(ENGLISH[name]) == "en"


def test_another_language_is_a_file_of_words_and_entries_of_evidence(tmp_path: Path) -> None:
    for part in ("src", "rules", "schemas"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "rules" / "reading" / "de.yaml").write_text(GERMAN, encoding="utf-8")
    subject = tmp_path / "rules" / "guardrails" / "rate-limiting.yaml"
    subject.write_text(subject.read_text(encoding="utf-8") + GERMAN_LIMITS, encoding="utf-8")
    card = tmp_path / "model_card.md"
    told = {"in": "begrenzt. ", "out": "nicht begrenzt. "}
    found = {}
    for name, end in told.items():
        card.write_text(f"{FOREIGN['German']} Die Anfragen sind {end}", encoding="utf-8")
        command = [sys.executable, "-m", "releaselint", "facts", "--format", "json", card.name]
        env = {**os.environ, "PYTHONPATH": str(tmp_path / "src")}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
        facts = json.loads(done.stdout)
        found[name] = facts["language"], facts["guardrails"]["rate-limiting"]["status"]
    assert found == {"in": ("de", "in-place"), "out": ("de", "unstated")}
    code = (
        "from releaselint.subjects import all_subjects; from releaselint.testing import check_evidence\n"
        "print(check_evidence(all_subjects()['rate-limiting']))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


GERMAN = """\
language: de
function-words: [und, das, der, die, den, dem, von, mit, ist, nicht, ein, eine, es, auf, wurde, durch, wir, in]
cues:
  negation-before: [(nicht|kein|keine|ohne)]
  planned: [(wird|werden) ~2 (bald)]
  clause: [(aber|doch)]
"""
GERMAN_LIMITS = """\
  de:
    - claims: in-place
      says: [(anfragen|aufrufe) ~2 (sind|werden) ~2 begrenzt]
      match: ["Die Anfragen sind begrenzt."]
      not: ["Die Briefe sind begrenzt.", "Die Anfragen sind nicht begrenzt."]
"""
