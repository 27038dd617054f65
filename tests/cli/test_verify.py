"""A proof is saved whole or not at all; verifying it: 0 accepted, 1 refused, 2 not readable."""

import json
import os

import pytest

from symdescent.cli.main import main


@pytest.fixture
def proof(tmp_path):
    path = tmp_path / "proof.json"
    assert main(["x^4 - 3x^3 + 2", "-q", "--save", str(path)]) == 0
    return path


def test_a_proof_is_accepted(proof, capsys):
    capsys.readouterr()
    assert main(["verify", str(proof)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "L(x) = x^4 - 3*x^3 + 2"
    assert said[-1].startswith("accepted: the value, the points, and that there are no others")
    assert os.listdir(proof.parent) == ["proof.json"]


def test_a_changed_proof_is_refused(proof, capsys):
    told = json.loads(proof.read_text(encoding="utf-8"))
    told["formula"] = "x^4 - 4*x^3 + 2"
    proof.write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(proof)]) == 1
    assert "refused (false): " in capsys.readouterr().out


def test_a_box_is_told(tmp_path, capsys):
    path = str(tmp_path / "proof.json")
    assert main(["x^2", "-q", "--box", "1<=x<=2", "--save", path]) == 0
    assert main(["verify", path]) == 0
    assert "where 1 <= x <= 2" in capsys.readouterr().out


def test_what_is_no_proof_is_not_read(tmp_path, capsys):
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["verify", str(path)]) == 2
    assert main(["verify", str(tmp_path / "none.json")]) == 2
    assert "no saved proof" in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_proof_nothing_is_written(tmp_path, capsys):
    path = tmp_path / "proof.json"
    assert main(["sin(x)/x", "-q", "--save", str(path)]) == 1
    assert not path.exists() and "no proof was saved" in capsys.readouterr().err


def test_a_place_that_cannot_be_written(tmp_path, capsys):
    assert main(["x^2", "-q", "--save", str(tmp_path / "no" / "proof.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
