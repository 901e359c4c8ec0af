import pytest

from tracktwo.roadmap import engines


@pytest.fixture(params=["numpy", "compiled"])
def engine_of_all(request):
    """Each engine in turn; the compiled one where numba is installed."""
    if request.param not in engines():
        pytest.skip("numba is not installed")
    return request.param
