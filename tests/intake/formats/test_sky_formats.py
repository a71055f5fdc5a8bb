"""Readers of ADS-B, OpenSky, subtitles and Syrian Archive, on small invented files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest

TRACE = {"icao": "abc123", "t": "SU34", "timestamp": 1475300000.5, "extra": 1, "trace": [
    [0.0, 36.2, 37.1, 32000, 400], [10.25, 36.3, 37.2, "ground"], [20.0, None, None, 1000],
]}  # fmt: skip


def test_readsb_trace(read: Callable) -> None:
    got = read("trace_full_abc123.json", json.dumps(TRACE), organisation="radar")
    rows = got.rows("position", "track_id, t, latitude, altitude_m, aircraft")
    assert rows == [
        ("abc123", datetime(2016, 10, 1, 5, 33, 20, 500000), 36.2, 9753.6, "SU34"),
        ("abc123", datetime(2016, 10, 1, 5, 33, 30, 750000), 36.3, None, "SU34"),
    ]
    assert {(row, field) for row, field, _, _ in got.refusals()} == {(3, "trace[1]"), (3, "trace[2]")}
    assert got.facts.rows('SELECT "column" AS name FROM unknown_column') == [{"name": "extra"}]


@pytest.mark.parametrize("content", ['{"icao": 1, "trace": 5}', '{"icao": "x", "trace": [', '{"icao":"x","trace":[]}'])
def test_a_broken_trace_is_refused_whole(read: Callable, content: str) -> None:
    got = read("trace.json", content, as_="adsb-readsb")
    assert got.facts.value("SELECT count(*) FROM position") == 0
    assert got.refused is not None or got.counts() == {}


def test_opensky_state_vectors(read: Callable) -> None:
    text = "time,icao24,lat,lon,velocity,baroaltitude\n1475300000,aaa,36.2,37.1,200,9000\n1475300010,aaa,,,200,9000\n"
    got = read("states.csv", text, organisation="radar")
    assert got.rows("position", "track_id, t, latitude, altitude_m") == [
        ("aaa", datetime(2016, 10, 1, 5, 33, 20), 36.2, 9000.0)
    ]
    assert got.counts()["positions"] == (2, 1, 1)


def test_decoded_messages_are_feet_and_milliseconds(read: Callable) -> None:
    got = read(
        "f.csv", "timestamp,icao24,latitude,longitude,altitude\n1475300000500,aaa,36.2,37.1,1000\n", organisation="r"
    )
    assert got.one("position", "t, altitude_m") == (datetime(2016, 10, 1, 5, 33, 20, 500000), 304.8)


SRT = """1
00:00:05,500 --> 00:00:08,000
345: координаты 34 12 05

2
00:01:00,000 --> 00:01:02,000
сработал
"""


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("20161001T081500Z.srt", datetime(2016, 10, 1, 8, 15, 5, 500000)),
        ("2016-10-01 08.15.00 +0300.srt", datetime(2016, 10, 1, 5, 15, 5, 500000)),
        ("2016-10-01_0815.srt", datetime(2016, 10, 1, 5, 15, 5, 500000)),  # local, in the case's zone
    ],
)
def test_subtitles_count_from_the_beginning_in_their_name(read: Callable, name: str, first: datetime) -> None:
    got = read(name, SRT, organisation="watch")
    assert got.rows("transmission", "heard_at, call_sign, transcript")[0] == (first, "345", "координаты 34 12 05")
    assert got.counts()["transmissions"][:2] == (2, 2)


def test_vtt_with_a_note(read: Callable) -> None:
    text = "WEBVTT\n\nNOTE start: 2016-10-01T05:00:00Z\n\n00:10.000 --> 00:12.000\n<v 345>weapon away\n"
    got = read("radio.vtt", text, organisation="watch")
    assert got.one("transmission", "heard_at, call_sign, transcript") == (
        datetime(2016, 10, 1, 5, 0, 10), "345", "weapon away"
    )  # fmt: skip


def test_subtitles_without_a_beginning_are_refused(read: Callable) -> None:
    got = read("radio.srt", SRT, organisation="watch")
    assert got.refused is not None
    assert "when the recording began" in str(got.refused)
    assert got.facts.value("SELECT count(*) FROM transmission") == 0


CHART = (
    "obs_id,chart,date_local,time_local,utc_offset_assumed,province,location,aircraft_type,aircraft_class,heading,annotation\n"
    "1,c,2016-10-01,18:53,+03:00,West,Marjan,Russian,fixed wing,Circling,Likely attack\n"
    "2,c,2016-10-01,18:55,+03:00,West,Tal Airbase,Mi-8 (Hip),helicopter,North East,\n"
)


def test_chart_of_sightings(read: Callable) -> None:
    got = read("chart.csv", CHART, organisation="Archive")
    rows = got.rows("sighting", "sighting_id, post, place, latitude, seen_at, aircraft, heading_deg, behaviour")
    assert rows == [
        ("1", "West: Marjan", "Marjan", None, datetime(2016, 10, 1, 15, 53), "Russian", None, "circling"),
        ("2", "West: Tal Airbase", "Tal Airbase", None, datetime(2016, 10, 1, 15, 55), "Mi-8 (Hip)", 45.0, "departing"),
    ]


INCIDENT = {
    "id": "X-1", "location_as_published": "WEST : Marjan", "location_ar": "غرب : مرجان", "target_type": "hospital",
    "date": "2016-10-01", "time_zone": "UTC+03:00",
    "coordinates": [{"lat": 36.1, "lon": 36.9, "precision": "building"}],
    "header": {"responsible_en": "North or South"}, "conclusion": {},
    "times_reported": [
        {"source_kind": "report", "what": "first airstrike", "time_local": "14:07"},
        {"source_kind": "report", "what": "second airstrike", "time_local": "14:12"},
        {"source_kind": "upload time", "what": "attack", "time_local": "15:02"},
    ],
    "casualties_reported": [{"killed_min": 3, "killed_max": 4}, {"killed_min": 2, "killed_max": 9}],
    "strike_counts": [{"strikes_min": 3}],
}  # fmt: skip


def test_incident_takes_the_times_of_the_report_itself(read: Callable) -> None:
    got = read("incidents.json", json.dumps([INCIDENT]))
    columns = "report_id, earliest, time_precision, place, latitude, objects_hit, killed_total_min, killed_total_max"
    assert got.one("report", columns) == (
        "Syrian Archive/X-1", datetime(2016, 10, 1, 11, 7), "minute", "Marjan, WEST", 36.1, ["hospital"], 2, 9
    )  # fmt: skip
    assert got.facts.rows('SELECT "column" AS name FROM unknown_column') == [{"name": "conclusion"}]


def test_an_incident_without_times_is_a_day(read: Callable) -> None:
    got = read("incidents.json", json.dumps([INCIDENT | {"times_reported": []}]))
    assert got.one("report", "earliest, time_precision") == (datetime(2016, 9, 30, 21), "day")


@pytest.mark.parametrize("fix", ["x", None, [], {"t": 1}])
def test_a_fix_that_is_no_list_is_refused_under_its_own_number(read: Callable, fix: object) -> None:
    trace = {"icao": "a", "timestamp": 1475300000, "trace": [fix, [0, 36.2, 37.1, 0]]}
    got = read("trace.json", json.dumps(trace), organisation="radar")
    assert got.counts()["positions"] == (2, 1, 1)
    assert [row for row, *_ in got.refusals()] == [1]


@pytest.mark.parametrize("seconds", ["z", 1e300, True, None])
def test_a_fix_without_a_moment_is_refused(read: Callable, seconds: object) -> None:
    trace = {"icao": "a", "timestamp": 1475300000, "trace": [[seconds, 36.2, 37.1, 0]]}
    got = read("trace.json", json.dumps(trace), organisation="radar")
    assert got.counts()["positions"] == (1, 0, 1)


@pytest.mark.parametrize("start", ['"yesterday"', "null", "NaN", "true"])
def test_a_trace_that_does_not_say_when_it_began_is_refused(read: Callable, start: str) -> None:
    got = read("trace.json", f'{{"icao": "a", "timestamp": {start}, "trace": [[0, 36, 37, 0]]}}', as_="adsb-readsb")
    assert got.refused is not None and "timestamp" in got.refused.expected


def test_json_without_a_floor_is_refused(read: Callable) -> None:
    assert read("trace.json", "[" * 100_000, as_="adsb-readsb").refused is not None


def test_opensky_with_a_byte_order_mark_is_known(read: Callable) -> None:
    got = read("states.csv", "\ufefftime,icao24,lat,lon\n1475300000,aaa,36.2,37.1\n", organisation="radar")
    assert got.counts()["positions"] == (1, 1, 0)


def test_opensky_rows_of_another_width_are_counted(read: Callable) -> None:
    got = read("states.csv", "time,icao24,lat,lon\n1475300000,aaa\n", organisation="radar")
    assert got.counts()["positions"] == (1, 0, 1)


def test_a_table_that_is_not_of_opensky_is_refused(read: Callable) -> None:
    assert read("states.csv", "time,lat,lon\n1,2,3\n", as_="opensky").refused is not None


@pytest.mark.parametrize("time", ["00:99:05,000", "00:00:75,000", "five past", ""])
def test_a_cue_without_a_time_is_refused_and_keeps_its_number(read: Callable, time: str) -> None:
    got = read("20161001T081500Z.srt", SRT.replace("00:00:05,500", time), organisation="watch")
    assert got.counts()["transmissions"] == (2, 1, 1)
    assert got.one("transmission", "transcript") == ("сработал",)


def test_an_empty_cue_is_refused_once(read: Callable) -> None:
    got = read("20161001T081500Z.srt", SRT.replace("сработал", ""), organisation="watch")
    assert got.counts()["transmissions"] == (2, 1, 1)
    assert len(got.refusals()) == 1


def test_state_vectors_count_when_their_position_was_received(read: Callable) -> None:
    """Three rows; the third repeats a position that was 20 seconds old; the second stands on the ground."""
    head = "time,icao24,lat,lon,onground,lastposupdate\n"
    rows = "1475300000,aaa,36.2,37.1,False,1475299999.5\n1475300010,aaa,36.3,37.1,True,1475300010\n"
    got = read("states.csv", f"{head}{rows}1475300030,aaa,36.3,37.1,True,1475300010\n", organisation="radar")
    assert got.rows("position", "t, age_s, on_ground") == [
        (datetime(2016, 10, 1, 5, 33, 19, 500000), 0.5, False),
        (datetime(2016, 10, 1, 5, 33, 30), 0.0, True),
        (datetime(2016, 10, 1, 5, 33, 30), 20.0, True),
    ]


def test_a_trace_keeps_its_marks(read: Callable) -> None:
    trace = {"icao": "~abc123", "timestamp": 1475300000, "trace": [
        [0, 36.2, 37.1, "ground", 0, 0, 2, 0, None, "adsb_icao"], [9, 36.2, 37.1, 900, 90, 0, 1, 0, None, "mlat"],
        [20, 36.3, 37.1, 900],
    ]}  # fmt: skip
    got = read("trace_full_~abc123.json", json.dumps(trace), organisation="radar")
    assert got.rows("position", "track_id, source, on_ground, stale, new_leg") == [
        ("~abc123", "readsb adsb_icao", True, False, True), ("~abc123", "readsb mlat", False, True, False),
        ("~abc123", "readsb", False, False, False),
    ]  # fmt: skip


def test_lines_of_digits_alone_are_words(read: Callable) -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\n345: point\n36\n05\n\n2\n00:00:04,000 --> 00:00:06,000\n12\n\n3\n" \
        "00:00:07,000 --> 00:00:08,000\nover\n"  # fmt: skip
    got = read("20161001T081500Z.srt", text, organisation="watch")
    assert [row[0] for row in got.rows("transmission", "transcript")] == ["point 36 05", "12", "over"]


@pytest.mark.parametrize(
    "text",
    [
        '"time","icao24","lat","lon"\n"1475661600","aaa","36.2","37.1"\n',
        "Time;ICAO24;Lat;Lon\n1475661600;aaa;36.2;37.1\n",
        "time,icao24,lat,lon,lastposupdate\n2016-10-05 10:00:20+00:00,aaa,36.2,37.1,1475661600\n",
        "timestamp,icao24,latitude,longitude\n1475661600,aaa,36.2,37.1\n",
        "timestamp,icao24,latitude,longitude\n1475661600000000000,aaa,36.2,37.1\n",
        "timestamp,icao24,latitude,longitude\n2016-10-05 10:00:00,aaa,36.2,37.1\n",
        "icao24,time_position,last_contact,longitude,latitude\naaa,1475661600,1475661650,37.1,36.2\n",
    ],
)
def test_state_vectors_as_programs_save_them(read: Callable, text: str) -> None:
    got = read("vectors.csv", text, organisation="radar")
    assert got.one("position", "track_id, t, latitude") == ("aaa", datetime(2016, 10, 5, 10), 36.2)
