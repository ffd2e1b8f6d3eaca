"""Ports are waited for without having them: who comes meanwhile gets them."""

from __future__ import annotations

import socket
import threading

from pgdialer.runner.asterisk import ports


def test_waiting_for_a_port_leaves_it_to_who_comes() -> None:
    """DIAL-2: 300 times somebody takes a port that another thread looks at all the time."""
    block = ports.claim(1)
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            ports.is_taken_by_udp(block.first)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(300):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taker:
                taker.bind(("127.0.0.1", block.first))
                assert ports.is_taken_by_udp(block.first)
            assert not ports.is_taken_by_udp(block.first)
    finally:
        over.set()
        looking.join()
        block.release()
