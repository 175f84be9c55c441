#!/usr/bin/env python3
"""Moves the recording to a history that was changed beside the code, without running the shop again.

    follow_history.py

A new message or a file that no service reads gives the same code other commit ids. Rebuilds shop.bundle from history/
and replaces each deploy's old id by the new one of its tag, in recording/manifest.json and in every recorded body.
Where the code itself changed, run record.py instead.
"""
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def new_revisions(deploys):
    with tempfile.TemporaryDirectory() as scratch:
        shop = pathlib.Path(scratch) / "shop"
        subprocess.run([sys.executable, HERE / "build_history.py", shop], check=True)
        tags = {deploy["revision"]: f"v{deploy['version']}" for deploy in deploys}
        return {
            old: subprocess.run(
                ["git", "-C", shop, "rev-parse", f"{tag}^{{commit}}"], check=True, capture_output=True, text=True
            ).stdout.strip()
            for old, tag in tags.items()
        }


def main():
    manifest = json.loads((HERE / "recording/manifest.json").read_text())
    recorded = (HERE / "recording/requests.bin").read_bytes()
    revisions = new_revisions(manifest["deploys"])
    moved, count = bytearray(), 0
    for entry in manifest["requests"]:
        body = recorded[entry["offset"] : entry["offset"] + entry["length"]]
        plain = gzip.decompress(body) if entry["encoding"] == "gzip" else body
        for old, new in revisions.items():
            count += plain.count(old.encode()) if old != new else 0
            plain = plain.replace(old.encode(), new.encode())
        body = gzip.compress(plain, mtime=0) if entry["encoding"] == "gzip" else plain
        entry["offset"], entry["length"] = len(moved), len(body)
        moved += body
    for deploy in manifest["deploys"]:
        deploy["revision"] = revisions[deploy["revision"]]
    (HERE / "recording/requests.bin").write_bytes(moved)
    (HERE / "recording/manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    subprocess.run([sys.executable, HERE / "build_history.py", "--bundle", HERE / "shop.bundle"], check=True)
    print(f"{count} commit ids replaced in {len(manifest['requests'])} bodies")


if __name__ == "__main__":
    main()
