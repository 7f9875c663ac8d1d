"""Records are what data classes are: frozen to the type checker, made by keyword, equal by value."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from releaselint.records import EMPTY, record, replace


@record
class Bird:
    """A bird."""

    name: str
    eggs: int = 0
    sightings: Mapping[str, int] = EMPTY
    """Where it was seen."""

    @property
    def breeds(self) -> bool:
        """Tell whether it has eggs."""
        return self.eggs > 0


def test_fields_and_defaults() -> None:
    reed, rail = Bird(name="reed warbler", eggs=4), Bird(name="rail")
    assert (reed.name, reed.eggs, reed.breeds) == ("reed warbler", 4, True)
    assert (rail.eggs, rail.breeds, rail.sightings) == (0, False, {})
    assert Bird(name="rail", sightings={"dyke": 2}).sightings == {"dyke": 2}


def test_value_and_shape() -> None:
    assert Bird(name="rail") == Bird(name="rail") != Bird(name="crake")
    assert Bird(name="rail") != object()
    assert repr(Bird(name="rail", eggs=2)) == "Bird(name='rail', eggs=2, sightings={})"
    assert replace(Bird(name="rail"), eggs=3) == Bird(name="rail", eggs=3)
    assert (Bird.__name__, Bird.__doc__, Bird.__module__) == ("Bird", "A bird.", __name__)


def test_hash_is_of_the_values() -> None:
    @record
    class Egg:
        color: str

    assert {Egg(color="blue"), Egg(color="blue")} == {Egg(color="blue")}


@pytest.mark.parametrize("values", [{}, {"name": "rail", "nest": "reeds"}])
def test_wrong_fields_are_an_error(values: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        Bird(**values)  # type: ignore[arg-type]


def test_there_is_no_room_for_other_values() -> None:
    with pytest.raises(AttributeError):
        Bird(name="rail").nest = "reeds"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Bird("rail")  # type: ignore[call-arg]
