"""Two windows do the same in the same moment, each on a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection

from portal.rights import Conflict


def at_once(act: Callable[[], object], *, refused: tuple[type[Exception], ...] = (Conflict,)) -> list[str]:
    """["done", "refused"] where one of them was told; any other fault by its name."""
    outcomes, barrier = [], threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except refused:
            outcomes.append("refused")
        except Exception as fault:
            outcomes.append(type(fault).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)
