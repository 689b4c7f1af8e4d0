"""What was built, tried in empty environments: an audit from another folder, each extra by itself."""

from __future__ import annotations

import json
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Mapping
from email.parser import Parser
from functools import partial
from pathlib import Path

from release import ROOT
from release.build import Built
from release.fresh import Environment, Failed, run

SAMPLE = ROOT / "samples" / "sister.txt"
TABLED = ROOT / "samples" / "sister.pdf"
NO_ABILITY = {"dev", "docs"}
"""extras for people who work on the tool: the tests and the pages prove them"""


def extras(wheel: Path) -> list[str]:
    """The extras that users may ask for, as the wheel's metadata names them."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(archive.read(name).decode("utf-8"))
    return sorted({*told.get_all("Provides-Extra", [])} - NO_ABILITY)


def audits(environment: Environment, folder: Path) -> None:
    """Asserts that a Chinese path is audited in full from a folder that is not ours, and that a page is carried."""
    office = folder / "绩效 报告"
    office.mkdir(exist_ok=True)
    shutil.copy(SAMPLE, office / "自评报告.txt")
    printed = environment.gouji("audit", "自评报告.txt", "--format", "json", "--fail-on", "never", cwd=office)
    report = json.loads(printed)
    expect(bool(report["report"]["funds"] and report["checks"]), "the sample is audited")
    explained = environment.gouji("explain", report["checks"][0]["code"], cwd=office)
    expect(explained.startswith("# "), "the pages of the checks are carried")
    expect(environment.gouji("version", cwd=office) == f"gouji {report['tool']['version']}\n", "one version is told")


def speaks_in_old_consoles(environment: Environment, folder: Path) -> None:
    """Asserts that a console that speaks GBK, or a C locale, changes nothing of what is written."""
    office = folder / "绩效 报告"
    command = ("audit", "自评报告.txt", "--format", "json", "--fail-on", "never")
    wanted = environment.gouji(*command, cwd=office)
    for settings in ({"PYTHONIOENCODING": "gbk"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}):
        expect(environment.gouji(*command, cwd=office, env=settings) == wanted, f"the same output with {settings}")
    table = environment.gouji("audit", "自评报告.txt", "-f", "table", cwd=office, env={"PYTHONIOENCODING": "gbk"})
    expect("年初预算" in table, "a table in a GBK console")


def reads_a_scan(environment: Environment, folder: Path) -> None:
    """Asserts that a picture of a page is read by recognition, with what the environment alone brought."""
    draw = (
        "import pypdfium2, sys; page = pypdfium2.PdfDocument(sys.argv[1])[0];"
        "page.render(scale=200 / 72).to_pil().convert('L').save(sys.argv[2])"
    )
    scan = folder / "扫描件.png"
    run(environment.python, "-c", draw, TABLED, scan, cwd=folder)
    report = json.loads(environment.gouji("audit", scan, "--format", "json", "--fail-on", "never", cwd=folder))
    expect(report["source"]["text_layer"] == "ocr", "a scan is read")


def takes_a_report_at_the_desk(environment: Environment, folder: Path) -> None:
    """Asserts that the review desk audits what it is given, and shows its pages."""
    desk = (
        "import pathlib, sys; from extractor.desk import app, settings, templating;"
        "desk = app.create_app(settings.Settings(data=pathlib.Path(sys.argv[1]))).state.desk; desk.jobs.start();"
        "taken = desk.submit('x.txt', open(sys.argv[2], 'rb'), None); desk.jobs.drain(); desk.jobs.stop();"
        "templating.environment().get_template('report.html'); print(desk.upload(taken.id).state)"
    )
    told = run(environment.python, "-c", desk, folder / "desk", SAMPLE, cwd=folder)
    expect(told == "done\n", "the review desk audits a report")


def makes_a_dataset(environment: Environment, folder: Path) -> None:
    """Asserts that reports become a dataset that can be asked."""
    environment.gouji("archive", SAMPLE, TABLED, "-o", folder / "数据集", "-j", "1", cwd=folder)
    asked = ("SELECT count(*) FROM reports", "-d", folder / "数据集", "-f", "csv")
    expect("2" in environment.gouji("query", *asked, cwd=folder), "two reports are in the dataset")


PROOFS: dict[str, Callable[[Environment, Path], None]] = {
    "archive": makes_a_dataset,
    "ocr": reads_a_scan,
    "web": takes_a_report_at_the_desk,
}
"""extra → what it must be able to do in an environment that has it alone"""


def try_archive(archive: Path, folder: Path) -> None:
    """Installs a wheel or an sdist into an empty environment and audits with it."""
    environment = Environment.new(folder)
    environment.install(archive)
    audits(environment, folder)
    speaks_in_old_consoles(environment, folder)


def try_extra(wheel: Path, extra: str, folder: Path) -> None:
    """Installs the wheel with one extra alone; ``gouji doctor`` must be content with it."""
    environment = Environment.new(folder)
    environment.install(f"{wheel}[{extra}]")
    audits(environment, folder)
    told = environment.gouji("doctor", cwd=folder)
    ours = r"(?:必需|gouji\[)" if extra == "all" else rf"gouji\[{extra}\]"
    lacking = re.findall(rf"^[✗—] {ours}.*$", told, re.MULTILINE)
    expect(not lacking, f"doctor: {lacking}")
    for name in PROOFS if extra == "all" else {extra} & PROOFS.keys():
        PROOFS[name](environment, folder)


def archives(built: Built) -> dict[str, Callable[[Path], None]]:
    """Wheel and sdist, each by itself."""
    return {path.name: partial(try_archive, path) for path in (built.wheel, built.sdist)}


def each_extra(built: Built) -> dict[str, Callable[[Path], None]]:
    """Every extra, alone."""
    return {f"[{extra}]": partial(try_extra, built.wheel, extra) for extra in extras(built.wheel)}


def try_all(trials: Mapping[str, Callable[[Path], None]], folder: Path, say: Callable[[str], None]) -> None:
    """Every trial in a folder of its own; what each took is told."""
    for name, trial in trials.items():
        place = folder / name.strip("[]")
        place.mkdir()
        start = time.perf_counter()
        trial(place)
        say(f"{name}: {time.perf_counter() - start:.0f} s")
        shutil.rmtree(place)


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(f"not so: {what}")
