#!/usr/bin/env python3
"""Builds the shop's git repository from history/, always with the same commit ids.

Each folder of history/ is one commit: the files it changes, whole, and message.txt, whose first line is the date; a
line "tag: NAME" at its end tags the commit.

    build_history.py DIRECTORY            a repository with a work tree
    build_history.py --bundle FILE        the same as one file, for `git clone FILE`
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
AUTHOR = ("shop developers", "shop@example.com")


def git(directory, *arguments, date=None):
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        environment[f"GIT_{role}_NAME"], environment[f"GIT_{role}_EMAIL"] = AUTHOR
        if date:
            environment[f"GIT_{role}_DATE"] = date
    subprocess.run(["git", "-C", str(directory), *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)


def build(directory):
    directory.mkdir(parents=True)
    git(directory, "init", "--quiet", "--initial-branch=main")
    for commit in sorted((HERE / "history").iterdir()):
        date, _, message = (commit / "message.txt").read_text().partition("\n")
        message, _, tag = message.partition("\ntag: ")
        for source in commit.rglob("*"):
            if source.is_file() and source.name != "message.txt":
                target = directory / source.relative_to(commit)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        git(directory, "add", "--all")
        git(directory, "commit", "--quiet", "--no-gpg-sign", "-m", message.strip(), date=date)
        if tag:
            git(directory, "tag", tag.strip())


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--bundle":
        with tempfile.TemporaryDirectory() as scratch:
            build(pathlib.Path(scratch) / "shop")
            git(pathlib.Path(scratch) / "shop", "bundle", "create", str(pathlib.Path(sys.argv[2]).resolve()), "--all")
    elif len(sys.argv) == 2 and not sys.argv[1].startswith("-"):
        build(pathlib.Path(sys.argv[1]).resolve())
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
