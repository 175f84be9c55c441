"""Makes a git repository with many commits for the benchmark of diff_builds: history.py COMMITS DIRECTORY.

2,000 Python modules in 40 packages; each commit changes one function of one module. The same arguments give the same
commits. Tag v1.4.0 stands 60 commits before the newest, which is v1.5.1; both are versions in the generated spans.
"""

import random
import subprocess
import sys

COMMITS, DIRECTORY = int(sys.argv[1]), sys.argv[2]
MODULES, PACKAGES, FUNCTIONS = 2000, 40, 12
RELEASE = 60
VERBS = ["load", "check", "price", "reserve", "route", "merge", "count", "sort", "pack", "send", "settle", "audit"]


def module(number, versions):
    lines = [f'"""Module {number}."""', "", "from shop import app, db", ""]
    for function in range(FUNCTIONS):
        verb = VERBS[function % len(VERBS)]
        lines += [
            f"@app.post(\"/api/v{number}/{verb}\")",
            f"def {verb}_{number}(request):",
            f"    items = db.all(\"SELECT * FROM {verb} WHERE id = ?\", request.id)",
            f"    limit = {versions[function]}",
            "    return [item for item in items if item.weight < limit]",
            "",
        ]
    return "\n".join(lines)


HANDLER = """from shop import app, store


@app.delete("/api/v1/resource-3")
def remove_resource(request):
    timeout = {0}
    return store.remove(request.id, timeout=timeout)
"""


def main():
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", DIRECTORY], check=True)
    process = subprocess.Popen(["git", "-C", DIRECTORY, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    write = process.stdin.write
    chance = random.Random(5)
    versions = [[1] * FUNCTIONS for _ in range(MODULES)]

    def commit(number, subject, files):
        author = f"Developer {number % 50} <dev{number % 50}@example.com> {1600000000 + number * 900} +0000"
        write(f"commit refs/heads/main\nmark :{number + 1}\nauthor {author}\ncommitter {author}\n".encode())
        write(f"data {len(subject)}\n{subject}\n".encode())
        for path, text in files:
            body = text.encode()
            write(f"M 100644 inline {path}\ndata {len(body)}\n".encode() + body + b"\n")
        write(b"\n")

    def path(number):
        return f"shop/package_{number % PACKAGES}/module_{number}.py"

    start = [(path(n), module(n, versions[n])) for n in range(MODULES)]
    commit(0, "Start", start + [("shop/handlers.py", HANDLER.format(5))])
    for number in range(1, COMMITS):
        if number == COMMITS - RELEASE // 2:
            commit(number, "Wait longer for the store", [("shop/handlers.py", HANDLER.format(60))])
            continue
        target, function = chance.randrange(MODULES), chance.randrange(FUNCTIONS)
        versions[target][function] += 1
        commit(number, f"Raise the limit of {VERBS[function]} in module {target}", [(path(target), module(target, versions[target]))])
    for version, mark in (("v1.4.0", COMMITS - RELEASE), ("v1.5.1", COMMITS)):
        write(f"reset refs/tags/{version}\nfrom :{mark}\n\n".encode())
    process.stdin.close()
    if process.wait() != 0:
        sys.exit("git fast-import failed")


main()
