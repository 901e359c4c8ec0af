import numpy as np
import pytest

from tracktwo.bargaining import BargainingTable


def test_shapes_are_brought_to_three_axes():
    table = BargainingTable.of([10, 20], [0.5, 1], 3, status_quo=40)
    assert table.position.shape == table.salience.shape == table.capability.shape == (1, 2, 1)
    assert table.status_quo.shape == (1, 1)
    assert table.actors == ("actor 1", "actor 2")
    assert table.issues == ("issue 1",)
    many = BargainingTable.of(np.zeros((4, 3, 2)), [[1, 0.5]] * 3, np.ones((4, 3, 1)))
    assert many.capability.shape == (4, 3, 2)
    assert many.draws == 4


def test_a_status_quo_of_several_draws_repeats_the_positions():
    table = BargainingTable.of([10, 20], status_quo=[[1.0], [2.0]])
    assert table.position.shape == (2, 2, 1)


def test_every_problem_is_named():
    with pytest.raises(ValueError, match="position 120") as caught:
        BargainingTable.of([10, 120], [0.5, 50], [-1, 1], status_quo=-4)
    text = str(caught.value)
    assert "position 120 lies outside" in text
    assert "status_quo -4 lies outside" in text
    assert "salience must lie in 0..1" in text
    assert "capability must be a number of at least 0" in text


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"position": [[1, 2]], "salience": np.ones((3, 5))}, "do not fit together"),
        ({"position": np.ones((1, 1, 1, 1))}, "4 axes"),
        ({"position": [1, 2], "actors": ["a"]}, "1 actors named, but the table has 2"),
        ({"position": [1, 2], "low": 5, "high": 5}, "low end must be"),
        ({"position": np.ones((1, 0, 1))}, "is empty"),
    ],
)
def test_tables_that_make_no_sense(arguments, text):
    with pytest.raises(ValueError, match=text):
        BargainingTable.of(**arguments)


def test_weights():
    table = BargainingTable.of([[10, np.nan], [20, 30]], 0.5, [[2, 2], [4, 0]])
    assert table.weights()[0].tolist() == [[1, 0], [2, 1]]  # nobody can act on the second issue
    assert table.weights("equal")[0].tolist() == [[1, 0], [1, 1]]
    assert table.weights("capability")[0].tolist() == [[2, 0], [4, 1]]
    assert table.weights("salience")[0].tolist() == [[0.5, 0], [0.5, 0.5]]


def test_unit_and_scaled_are_inverse():
    table = BargainingTable.of([[4.0, -3.0]], low=[4, -5], high=[10, 5])
    assert table.unit(table.position)[0].tolist() == [[0, 0.2]]
    np.testing.assert_allclose(table.scaled(table.unit(table.position)), table.position)


def test_one_issue_alone():
    table = BargainingTable.of([[1, 2], [3, 4]], status_quo=[5, 6], issues=["a", "b"])
    assert table.issue("b").position[0].tolist() == [[2], [4]]
    assert table.issue(1).status_quo.tolist() == [[6]]
