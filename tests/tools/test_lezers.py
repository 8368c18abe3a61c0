"""The load test of the app: what it reads from a message, what it counts, what it refuses."""

import os

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tools.lezers import (
    Meting,
    find_fault,
    is_last,
    memory_mb,
    read_arguments,
    request_page,
    slope_per_minute,
    user_seconds,
)


def test_a_page_is_asked_for_by_its_address() -> None:
    message = BackMsg.FromString(request_page("verblijf"))
    assert message.rerun_script.page_name == "verblijf"


def test_a_page_stands_when_its_script_finished_and_not_when_it_starts_again() -> None:
    assert is_last(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
    assert is_last(ForwardMsg(script_finished=ForwardMsg.FINISHED_WITH_COMPILE_ERROR))
    assert not is_last(ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    assert not is_last(ForwardMsg())


def test_every_fault_of_a_page_is_named() -> None:
    alert, warning, exception, missing = (ForwardMsg() for _ in range(4))
    alert.delta.new_element.alert.body = "Er ging iets mis"
    alert.delta.new_element.alert.format = alert.delta.new_element.alert.ERROR
    warning.delta.new_element.alert.format = warning.delta.new_element.alert.WARNING
    exception.delta.new_element.exception.message = "stuk"
    missing.page_not_found.page_name = "weg"
    assert find_fault(alert) == "error on the page: Er ging iets mis"
    assert find_fault(exception) == "exception: stuk"
    assert find_fault(missing) == "page not found"
    broken = ForwardMsg(script_finished=ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
    assert find_fault(broken) == "script did not compile"
    assert not find_fault(warning) and not find_fault(ForwardMsg())


def test_the_slope_is_that_of_the_second_half() -> None:
    warm = [(0.0, 100.0), (1.0, 300.0), (2.0, 400.0), (3.0, 402.0), (4.0, 404.0)]
    assert slope_per_minute(warm) == pytest.approx(2.0)
    assert slope_per_minute([(0.0, 100.0)]) == 0.0


def test_the_result_is_said_in_lines() -> None:
    found = str(Meting([0.1] * 18 + [0.9, 1.0], ["kaart: stuk"] * 2, [(0.0, 400.0)], 2.0))
    assert "20 pages: median 0.10 s, p95 0.91 s, slowest 1.00 s; 2 errors" in found
    assert "100 ms of user time per page" in found
    assert found.endswith("\nkaart: stuk")


def test_a_run_is_bounded() -> None:
    assert read_arguments([]) == (600.0, 30, [])
    options = ["--runner.postScriptGC", "true"]
    assert read_arguments(["60", "5", *options]) == (60.0, 5, options)
    for arguments in (["1e9"], ["60", "100000"], ["-1"], ["nan"]):
        with pytest.raises(ValueError, match="at most"):
            read_arguments(arguments)


def test_memory_and_time_of_a_process_are_read() -> None:
    assert 1.0 < memory_mb(os.getpid()) < 100_000.0
    assert user_seconds(os.getpid()) > 0.0
