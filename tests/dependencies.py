"""What the server runs on: its installed packages, their licences, and what is known against them (`scripts/audit`)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from typing import Any

from packaging.requirements import Requirement

#: As packages spell them: SPDX names, classifiers, and plain words. All allow commerce; of LGPL and MPL, whose terms
#: hold for changes to themselves, we use packages unchanged and by import alone.
ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND"),
        *("ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "PostgreSQL", "Unlicense", "Zlib"),
        *("Apache Software License", "BSD License", "ISC License (ISCL)", "MIT License", "3-Clause BSD License"),
        *("Mozilla Public License 2.0 (MPL 2.0)", "Python Software Foundation License"),
    }
)
SOURCES = ("pypi", "osv")
TIMEOUT_S = 600.0


def runtime(root: str = "lingtu") -> dict[str, Distribution]:
    """All that an installed package needs here, by name; packages for other machines are left out."""
    found: dict[str, Distribution] = {}
    wanted = [Requirement(root)]
    while wanted:
        requirement = wanted.pop()
        extras = ("", *requirement.extras)
        try:
            package = distribution(requirement.name)
        except PackageNotFoundError:
            continue  # it is there for another Python or system
        name = package.metadata["Name"].lower()
        if name in found and extras == ("",):
            continue
        found[name] = package
        needs = [Requirement(line) for line in package.requires or ()]
        wanted += [
            need for need in needs if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in extras)
        ]
    return {name: package for name, package in found.items() if name != root}


def licences(package: Distribution) -> list[str]:
    """Licences that hold at the same time, each as `A OR B` where one may be chosen."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return [part.strip("() ") for part in expression.split(" AND ")]
    classifiers = metadata.get_all("Classifier") or []
    named = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License :: ")]
    return named or [part.strip("() ") for part in (metadata.get("License") or "").split(" AND ")]


def is_allowed(licence: str) -> bool:
    return any(choice.strip() in ALLOWED for choice in licence.split(" OR "))


@dataclass(frozen=True)
class Verdict:
    """What an advisory source knows."""

    audited: int
    #: Packages it could not tell about.
    unknown: tuple[str, ...]
    #: A line for each finding.
    findings: tuple[str, ...]


def verdict(report: dict[str, Any]) -> Verdict:
    """From pip-audit's JSON. A package that was skipped is not a package without findings."""
    entries = report["dependencies"]
    findings = [
        f"{entry['name']} {entry['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or '-'}"
        for entry in entries
        for flaw in entry.get("vulns", ())
    ]
    unknown = tuple(entry["name"] for entry in entries if "skip_reason" in entry)
    return Verdict(len(entries) - len(unknown), unknown, tuple(findings))


def ask(source: str, packages: dict[str, Distribution]) -> Verdict | str:
    """What a source knows of the packages, or why it can't be asked."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:
        pins.write("".join(f"{name}=={package.version}\n" for name, package in packages.items()))
        pins.flush()
        options = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "--timeout=15"]
        command = [sys.executable, "-m", "pip_audit", "-r", pins.name, "-s", source, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    try:
        found = verdict(json.loads(done.stdout))
    except ValueError:
        return (done.stderr.strip() or "no answer").splitlines()[-1]
    return found if found.audited else "it knows none of the packages"


def main(arguments: list[str]) -> int:
    """0: nothing known, or nobody to ask; 1: findings, or with `--strict` nobody to ask."""
    if find_spec("pip_audit") is None:
        print("pip-audit is missing: pip install '.[audit]'")
        return 2
    packages = runtime()
    for source in SOURCES:
        answer = ask(source, packages)
        if isinstance(answer, Verdict):
            print(f"{source}: {answer.audited} of {len(packages)} packages audited, {len(answer.findings)} findings")
            for line in (*answer.findings, *(f"not audited: {name}" for name in answer.unknown)):
                print(line)
            return 1 if answer.findings or ("--strict" in arguments and answer.unknown) else 0
        print(f"{source} can't be asked: {answer}")
    print(f"NOT AUDITED: no advisory source was reached, so nothing is known about the {len(packages)} packages")
    return 1 if "--strict" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
