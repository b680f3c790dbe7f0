"""For libraries that can only be asked with `await`."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def awaited(asked: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, in a thread of its own: that of the caller may have a loop that is running."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, asked).result()
