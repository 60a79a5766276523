"""``benefits x12`` says what is in carrier files, ends with 0, 1 or 2, and names nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benefits_sync.x12.codes.transaction import FileAction
from tests.x12.acknowledgments.answers import answer, pyx12_answers, ta1
from tests.x12.families import HEADER, replace, subscriber, transaction
from tests.x12.files import written

BAD_TIER = (b"DPPO1*EMP", b"DPPO1*XYZ")
PERSONAL = ("MILLER", "ANNA", "BEN", "100000001", "19800517", "1980-05-17")
GOLDEN = Path(__file__).parents[2] / "domain/carriers/golden"
COMMANDS = ("check", "show", "ack")


@pytest.fixture
def bad(good):
    return good.replace(*BAD_TIER)


class TestCheck:
    def test_a_good_file_is_clean(self, benefits, kept, good):
        said = benefits("x12", "check", kept(good))
        assert (said.code, said.out) == (
            0,
            "24 segments, 1 transaction, 1 subscriber, 1 dependent, 2 coverages: 0 errors, 0 warnings\n",
        )

    def test_an_error_is_told_with_place_and_way_out(self, benefits, kept, bad):
        said = benefits("x12", "check", kept(bad))
        place = "error element-code: segment 13, position 11, loop 2300, HD05, person "
        assert (said.code, said.out.startswith(place), "→ Map the source's value" in said.out) == (
            1,
            True,
            True,
        )

    def test_of_many_findings_of_a_rule_the_first_are_told(self, benefits, kept):
        people = [subscriber(f"{number:03}") for number in range(120)]
        data = written(transaction(*people)).replace(*BAD_TIER)
        assert "shown are 100 of 120 findings" in benefits("x12", "check", kept(data)).out

    def test_json_has_every_finding(self, benefits, kept, bad):
        found = benefits("x12", "check", kept(bad), "--json").json
        assert (found["errors"], [one["element"] for one in found["findings"]]) == (2, ["HD05", "HD05"])

    def test_two_checks_of_a_file_print_the_same(self, benefits, kept, bad):
        path = kept(bad)
        first, again = (benefits("x12", "check", path, "--json").json for _ in range(2))
        assert (first, [one["member"] for one in first["findings"]] != []) == (again, True)

    def test_a_profile_adds_its_carriers_rules(self, benefits, kept, good):
        said = benefits("x12", "check", kept(good), "--profile", "brightleaf_dental", "--test", "--json")
        assert (said.code, "partner-plan" in said.json["counts"]) == (1, True)

    def test_a_profile_may_be_given_by_its_file(self, benefits, kept, good):
        path = "include/mappings/carriers/brightleaf_dental.yaml"
        assert benefits("x12", "check", kept(good), "--profile", path).code == 1

    @pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.edi")), ids=lambda file: file.stem)
    def test_what_a_carrier_takes_is_held_back_neither_with_its_profile_nor_without(self, benefits, file):
        carrier = file.stem.partition("-")[0]
        with_profile = benefits("x12", "check", str(file), "--profile", carrier, "--test")
        assert (with_profile.code, benefits("x12", "check", str(file)).code) == (0, 0)

    def test_production_is_expected_unless_the_file_is_for_test(self, benefits, kept, good):
        path = kept(good)
        elements = [
            {
                one["element"]
                for one in benefits(
                    "x12", "check", path, "--profile", "brightleaf_dental", "--json", *more
                ).json["findings"]
            }
            for more in ([], ["--test"])
        ]
        assert ["ISA15" in found for found in elements] == [True, False]

    def test_an_unknown_profile_is_answered_with_the_nearest(self, benefits, kept, good):
        said = benefits("x12", "check", kept(good), "--profile", "brightleaf")
        assert (said.code, "there are: brightleaf_dental" in said.err) == (2, True)

    def test_a_profile_that_is_not_there_is_asked_for_by_its_path(
        self, benefits, kept, good, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        said = benefits("x12", "check", kept(good), "--profile", "brightleaf_dental")
        assert "none is in include/mappings here; or give a .yaml file" in said.err

    def test_a_test_file_differs_only_by_a_profile(self, benefits, kept, good):
        said = benefits("x12", "check", kept(good), "--test")
        assert (said.code, "--test needs --profile" in said.err) == (2, True)


class TestDiff:
    def test_the_same_people_are_no_difference(self, benefits, kept, good):
        said = benefits("x12", "diff", kept(good), kept(good, "again.834"))
        assert (said.code, said.out.splitlines()[0]) == (0, "people: no difference")

    def test_a_change_names_place_elements_and_their_source(self, benefits, kept, good, bad):
        said = benefits("x12", "diff", kept(good), kept(bad, "new.834"))
        first = "changed subscriber DEN DPPO1 (old segment 7, new segment 7): 2300 HD05 "
        assert (said.code, said.out.splitlines()[0]) == (1, f"{first}(PlanSource coverage_level_name)")

    def test_who_is_silently_left_out_is_told(self, benefits, kept):
        header = replace(HEADER, action=FileAction.VERIFY)
        both, one = (
            written(transaction(*[subscriber(number) for number in some], header=header))
            for some in (("1", "2"), ("1",))
        )
        found = benefits("x12", "diff", kept(both), kept(one, "new.834"), "--json").json
        assert (found["counts"], found["people"]) == (
            {"people": {"vanished": 1}, "coverages": {"vanished": 1}},
            {"old": 2, "new": 1},
        )

    def test_that_a_change_file_says_nothing_of_the_others_is_said(self, benefits, kept, good):
        said = benefits("x12", "diff", kept(good), kept(good, "b")).out
        assert "the new file names only who changed" in said

    def test_who_is_missing_in_an_old_change_file_may_not_be_new(self, benefits, kept, good):
        said = benefits("x12", "diff", kept(good), kept(good, "b")).out
        assert "who is added may have been covered before" in said

    @pytest.mark.parametrize("broken", ["old", "new"])
    def test_an_unreadable_file_is_told_apart_from_the_other(self, benefits, kept, good, broken):
        files = {"old": good, "new": good, broken: good[:-30]}
        said = benefits("x12", "diff", kept(files["old"]), kept(files["new"], "new.834"))
        assert (said.code, f"the {broken} file cannot be read" in said.err) == (2, True)

    def test_only_one_file_can_be_standard_input(self, benefits):
        assert benefits("x12", "diff", "-", "-").code == 2


class TestShow:
    def test_people_and_coverages_are_listed_without_who_they_are(self, benefits, kept, good):
        said = benefits("x12", "show", kept(good))
        assert (said.code, said.out.splitlines()[3:5]) == (
            0,
            [
                "  segment 7, position 5: subscriber •••, addition (initial enrollment), benefits active",
                "    DEN DPPO1 EMP: addition from 2026-03-01",
            ],
        )

    def test_who_cannot_be_read_is_told_by_place(self, benefits, kept, bad):
        said = benefits("x12", "show", kept(bad))
        told = "the person of segment 7 cannot be read: segment 13, loop 2300, HD05: the guide does not know"
        assert (said.code, said.err.startswith(told)) == (1, True)

    def test_whom_a_finding_is_about_stands_at_its_segment(self, benefits, kept, bad):
        [first, *_] = benefits("x12", "check", kept(bad), "--json").json["findings"]
        shown = benefits("x12", "show", kept(bad.replace(*reversed(BAD_TIER))))
        assert f"  segment {first['member_segment']}, position 5: subscriber" in shown.out

    def test_positions_begin_anew_with_each_transaction(self, benefits, kept):
        data = written(transaction(subscriber("1")), transaction(subscriber("2")))
        places = [line.split(":")[0] for line in benefits("x12", "show", kept(data)).out.splitlines()]
        assert [place for place in places if "position" in place] == [
            "  segment 7, position 5",
            "  segment 20, position 5",
        ]

    def test_an_answer_is_sent_to_its_own_command(self, benefits, kept):
        said = benefits("x12", "show", kept(answer("AK1*BE*7", "AK9*A*1*1*1")))
        assert (said.code, "is read by `benefits x12 ack`" in said.err) == (2, True)

    def test_what_a_terminal_would_obey_is_not_printed(self, benefits, kept, good):
        said = benefits("x12", "show", kept(good.replace(b"DPPO1", b"D\x1b[2J\x9b")))
        assert ("\x1b" in said.out, "\x9b" in said.out, "D?[2J?" in said.out) == (False, False, True)


class TestAck:
    def test_a_rejection_is_told_in_english(self, benefits, kept, bad):
        said = benefits("x12", "ack", kept(pyx12_answers(bad)))
        assert (said.code, said.out.splitlines()[2]) == (
            1,
            "    position 11, HD05: the element has a code that is not known [element error 7]",
        )

    def test_a_position_is_that_of_the_transaction_as_show_has_it(self, benefits, kept, bad):
        assert "positions count from ST" in benefits("x12", "ack", kept(pyx12_answers(bad))).out

    def test_one_of_two_transactions_is_partly_accepted(self, benefits, kept):
        segments = ("AK1*BE*7", "AK2*834*0001", "IK5*A", "AK2*834*0002", "IK5*R", "AK9*P*2*2*1")
        said = benefits("x12", "ack", kept(answer(*segments)))
        assert (said.code, "group 7 partly accepted (2 sent, 2 received, 1 accepted)" in said.out) == (
            1,
            True,
        )

    def test_an_834_is_sent_to_its_own_command(self, benefits, kept, good):
        assert "an 834 is looked at by `benefits x12 check`" in benefits("x12", "ack", kept(good)).err

    def test_an_accepted_file_is_well(self, benefits, kept, good):
        assert benefits("x12", "ack", kept(pyx12_answers(good))).code == 0

    def test_what_was_accepted_with_errors_was_loaded(self, benefits, kept):
        said = benefits("x12", "ack", kept(answer("AK1*BE*7", "AK9*E*1*1*1")))
        assert (said.code, "group 7 accepted with errors" in said.out) == (0, True)

    def test_a_ta1_is_told_with_its_interchange(self, benefits, kept):
        said = benefits("x12", "ack", kept(ta1("000000042", "260301", "0630", "R", "025")))
        assert (said.code, said.out.splitlines()[:2]) == (
            1,
            [
                "TA1: interchange 000000042 rejected, from EXAMPLEDENTAL to 123456789",
                "  ISA13: the control number was used before [interchange error 025]",
            ],
        )

    def test_what_was_tolerated_is_told(self, benefits, kept):
        said = benefits("x12", "ack", kept(answer("AK1*BE*7", "AK9*A*1*1*1", count=9)))
        assert "tolerated at segment 6: SE01 does not state the 4 that there are" in said.out

    def test_json_has_kind_verdict_and_faults(self, benefits, kept, bad):
        found = benefits("x12", "ack", kept(pyx12_answers(bad)), "--json").json
        [one] = found["answers"]
        assert (found["verdict"], one["kind"], one["transactions"][0]["faults"][0]["element"]) == (
            "rejected",
            "999",
            "HD05",
        )


@pytest.mark.parametrize("command", COMMANDS)
class TestEveryCommand:
    def test_a_broken_standard_input_is_named(self, benefits, piped, command):
        piped(b"hello")
        assert benefits("x12", command, "-").err.startswith("error: standard input: segment 1: ")

    def test_an_encrypted_file_is_told_for_what_it_may_be(self, benefits, kept, command):
        said = benefits("x12", command, kept(b"-----BEGIN PGP MESSAGE-----\n"))
        assert "it is no X12, or it is encrypted, packed or not plain text" in said.err

    def test_standard_input_is_read(self, benefits, piped, good, command):
        piped(good)
        assert benefits("x12", command, "-").code == (2 if command == "ack" else 0)

    @pytest.mark.parametrize("data", [b"", b"\n", b"hello", b"\x00\xff" * 200, b"ISA*00*"])
    def test_what_is_no_interchange_is_unreadable(self, benefits, kept, command, data):
        path = kept(data)
        said = benefits("x12", command, path)
        assert (said.code, said.err.startswith(f"error: {path}: segment 1: "), said.err.count("\n")) == (
            2,
            True,
            1,
        )

    def test_a_file_that_is_not_there_is_unreadable(self, benefits, tmp_path, command):
        said = benefits("x12", command, str(tmp_path / "none.834"))
        assert (said.code, said.err.endswith("none.834 cannot be read: No such file or directory\n")) == (
            2,
            True,
        )

    def test_a_folder_is_unreadable(self, benefits, tmp_path, command):
        assert benefits("x12", command, str(tmp_path)).code == 2

    def test_a_name_that_no_file_can_have_is_unreadable(self, benefits, command):
        assert benefits("x12", command, "a\0b").code == 2


def test_no_command_names_a_person(benefits, kept, good, bad):
    files = kept(good), kept(bad, "bad.834"), kept(pyx12_answers(bad), "bad.999")
    said = [
        benefits("x12", "check", files[1], "--json"),
        benefits("x12", "check", files[1], "--profile", "cedarline_health"),
        benefits("x12", "diff", *files[:2]),
        benefits("x12", "show", files[0]),
        benefits("x12", "ack", files[2], "--json"),
    ]
    text = "".join(one.out + one.err for one in said)
    assert [word for word in PERSONAL if word in text] == []


def printed(path, **where):
    """Run ``benefits x12 show`` as a shell would; return how it ended and what it said of errors."""
    command = [str(Path(sys.executable).with_name("benefits")), "x12", "show", path]
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    told = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False, **where)
    return told.returncode, told.stderr.decode("latin-1")


def test_a_terminal_of_another_encoding_shows_what_it_can(kept, good):
    assert printed(kept(good), stdout=subprocess.DEVNULL) == (0, "")


def test_an_output_that_is_full_is_told_in_a_sentence(kept, good):
    with Path("/dev/full").open("wb") as full:
        code, said = printed(kept(good), stdout=full)
    assert (code, said) == (
        2,
        "error: the output cannot be written: No space left on device; write it somewhere else\n",
    )
