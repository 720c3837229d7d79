#!/usr/bin/env python3
"""Generates clients of the OpenAPI document with other people's generators, type-checks them, and
calls the sandbox with them.

    tests/generators/run.py [--work DIR] [NAME...]

Every generator gets the document that the sandbox serves, progenitor that for OpenAPI 3.0. Its client then makes three calls through
a recorder: one page of a conversation history with a list and two instants, a look-up, and a look-up
whose answer has an enum. What was on the wire is compared with what the document says, and what the
client read with the answer itself. The result is a table in Markdown; the exit code is 1 if a client
does worse than `known` says. Of clients in Ruby and PHP, which have no types to check, the syntax is
checked.

The generators are installed in a folder of their own (`--work`, by default a temporary one), with
the versions of requirements.txt and package.json. That needs Python 3.11, npm, and Java 17, and
Cargo for the clients in Rust. The clients in Ruby and PHP need Typhoeus and Guzzle, such as Debian's
ruby-typhoeus and php-guzzlehttp-guzzle with php-curl; without them, the table says that these
clients were not run. HELPSCOUT names the program to start the sandbox with; the default is
to build it with Cargo.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable
from urllib.parse import unquote_plus

from recorder import Exchange, Recorder

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

HISTORY = "/v2/reports/user/conversation-history"
# Where Debian has Guzzle.
GUZZLE = "/usr/share/php/GuzzleHttp/autoload.php"
QUERY = [
    "end=2019-06-02T12:00:00Z",
    "mailboxes=123,567",
    "start=2019-05-02T12:00:00Z",
    "status=closed",
    "user=447723",
]


class Failed(Exception):
    """A command that failed, with the last lines that it printed."""


class Workshop:
    """The folder with the generators and what they generate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self.bin = folder / "venv" / "bin"
        self.npm = folder / "npm"
        self.document = folder / "openapi.json"
        # The same for generators that don't read OpenAPI 3.1.
        self.older = folder / "openapi-3.0.json"
        self.environment = dict(os.environ)
        self.environment["PATH"] = os.pathsep.join(
            [str(self.bin), str(self.npm / "node_modules" / ".bin"), os.environ["PATH"]]
        )
        # A client of a sandbox needs no proxy, and its modules none of Go's.
        self.environment.update(NO_PROXY="127.0.0.1", GOFLAGS="-mod=mod", GOPROXY="off")
        # What a client in Rust depends on is compiled once.
        self.environment["CARGO_TARGET_DIR"] = str(folder / "target")

    def run(self, *command: object, at: Path | None = None, seconds: int = 1200) -> str:
        words = [str(word) for word in command]
        result = subprocess.run(
            words,
            cwd=at or self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
        )
        printed = result.stdout + result.stderr
        with self.log.open("a") as log:
            log.write(f"$ {' '.join(words)}\n{printed}\n[exit code {result.returncode}]\n\n")
        if result.returncode != 0:
            raise Failed(printed.strip()[-2000:])
        return result.stdout

    def install(self, names: set[str]) -> None:
        if not self.bin.exists():
            self.run(sys.executable, "-m", "venv", self.folder / "venv")
            self.run(self.bin / "pip", "install", "-q", "-r", HERE / "requirements.txt")
        if not (self.npm / "node_modules").exists() and any(
            GENERATORS[name].is_typescript for name in names
        ):
            self.npm.mkdir(exist_ok=True)
            (self.npm / "package.json").write_text((HERE / "package.json").read_text())
            self.run("npm", "install", "--no-audit", "--no-fund", at=self.npm)

    def place(self, name: str) -> Path:
        """Returns an empty folder for a client. Those in TypeScript are beside their modules."""
        parent = self.npm if GENERATORS[name].is_typescript else self.folder
        place = parent / "clients" / name
        if place.exists():
            self.run("rm", "-rf", place)
        place.mkdir(parents=True)
        return place


def openapi_generator(w: Workshop, out: Path, language: str, *more: str) -> None:
    w.run("openapi-generator-cli", "generate", "-g", language, "-i", w.document, "-o", out, *more)


def copied(call: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text((HERE / "calls" / call).read_text())


# Python


def python_checked(w: Workshop, at: Path, *modules: str) -> None:
    w.run("mypy", "--ignore-missing-imports", "call.py", *modules, at=at)


def og_python(w: Workshop, at: Path) -> None:
    openapi_generator(w, at, "python", "--additional-properties=packageName=helpscout")
    copied("openapi_generator_python.py", at / "call.py")


def openapi_python_client(w: Workshop, at: Path) -> None:
    w.run("openapi-python-client", "generate", "--path", w.document, "--meta", "none",
          "--output-path", at / "helpscout")
    # The methods that leave a context are the generator's own, and mypy refuses their arguments.
    (at / "mypy.ini").write_text("[mypy]\n[mypy-helpscout.client]\nignore_errors = True\n")
    copied("openapi_python_client.py", at / "call.py")


def datamodel(w: Workshop, at: Path) -> None:
    w.run("datamodel-codegen", "--input", w.document, "--input-file-type", "openapi",
          "--output", at / "models.py", "--output-model-type", "pydantic_v2.BaseModel",
          "--use-annotated", "--formatters", "black", "isort")
    copied("datamodel_code_generator.py", at / "call.py")


def python_called(w: Workshop, at: Path) -> str:
    return w.run("python", "call.py", at=at)


# TypeScript


def typescript_checked(w: Workshop, at: Path) -> None:
    # The sources of some generators are ES modules; Node can require those, too.
    w.run("tsc", "--strict", "--skipLibCheck", "--target", "es2022", "--lib", "es2022,dom,dom.iterable",
          "--module", "preserve", "--moduleResolution", "bundler", "--types", "node",
          "--noEmit", "call.ts", at=at)


def typescript_called(w: Workshop, at: Path) -> str:
    w.run("esbuild", "call.ts", "--bundle", "--platform=node", "--outfile=call.cjs", at=at)
    return w.run("node", "call.cjs", at=at)


def og_typescript(w: Workshop, at: Path) -> None:
    openapi_generator(w, at / "client", "typescript-fetch")
    copied("openapi_generator_typescript_fetch.ts", at / "call.ts")


def hey_api(w: Workshop, at: Path) -> None:
    w.run("openapi-ts", "-i", w.document, "-o", at / "client", at=w.npm)
    copied("hey_api.ts", at / "call.ts")


def orval(w: Workshop, at: Path) -> None:
    settings = {"helpscout": {
        "input": str(w.document),
        "output": {"target": str(at / "client.ts"), "client": "fetch",
                   "baseUrl": {"getBaseUrlFromSpecification": True}},
    }}
    (at / "orval.config.mjs").write_text(f"export default {json.dumps(settings)};\n")
    w.run("orval", "--config", at / "orval.config.mjs", at=w.npm)
    copied("orval.ts", at / "call.ts")


def oazapfts(w: Workshop, at: Path) -> None:
    w.run("oazapfts", w.document, at / "client.ts", at=w.npm)
    copied("oazapfts.ts", at / "call.ts")


def openapi_fetch(w: Workshop, at: Path) -> None:
    w.run("openapi-typescript", w.document, "-o", at / "client.ts", at=w.npm)
    copied("openapi_fetch.ts", at / "call.ts")


# Go, Rust, Java


def og_go(w: Workshop, at: Path) -> None:
    openapi_generator(w, at, "go", "--git-host=example.com", "--git-user-id=.",
                      "--additional-properties=enumClassPrefix=true,packageName=helpscout")
    w.run("rm", "-rf", at / "test")
    (at / "go.mod").write_text(
        "module example.com/helpscout\n\ngo 1.23\n\nrequire golang.org/x/oauth2 v0.27.0\n\n"
        f"replace golang.org/x/oauth2 => {HERE / 'stubs' / 'oauth2'}\n")
    copied("openapi_generator_go.go", at / "call" / "main.go")


def go_checked(w: Workshop, at: Path) -> None:
    w.run("go", "vet", "./...", at=at)


def go_called(w: Workshop, at: Path) -> str:
    return w.run("go", "run", "./call", at=at)


def cargo() -> str:
    return os.environ.get("CARGO", "cargo")


def og_rust(w: Workshop, at: Path) -> None:
    openapi_generator(w, at, "rust", "--additional-properties=packageName=helpscout")
    manifest = (at / "Cargo.toml").read_text()
    manifest = manifest.replace('default = ["native-tls"]', "default = []")
    # The sandbox answers over http, so that no TLS is needed.
    (at / "Cargo.toml").write_text(
        f'{manifest}\n[dev-dependencies]\ntokio = {{ version = "1", features = ["full"] }}\n\n[workspace]\n')
    copied("openapi_generator_rust.rs", at / "examples" / "call.rs")


def progenitor(w: Workshop, at: Path) -> None:
    w.run("openapi-spec-validator", w.older)
    program = w.folder / "bin" / "cargo-progenitor"
    if not program.exists():
        w.run(cargo(), "install", "--quiet", "--locked", "--root", w.folder, "cargo-progenitor",
              "--version", "0.15.1", seconds=3600)
    w.run(program, "progenitor", "-i", w.older, "-o", at, "-n", "helpscout", "-v", "0.1.0")
    with (at / "Cargo.toml").open("a") as manifest:
        manifest.write('\n[dev-dependencies]\ntokio = { version = "1", features = ["full"] }\n'
                       'futures = "0.3"\n\n[workspace]\n')
    copied("progenitor.rs", at / "examples" / "call.rs")


def rust_checked(w: Workshop, at: Path) -> None:
    w.run(cargo(), "build", "-q", "--examples", at=at, seconds=3600)


def rust_called(w: Workshop, at: Path) -> str:
    return w.run(w.folder / "target" / "debug" / "examples" / "call", at=at)


def og_java(w: Workshop, at: Path) -> None:
    # Otherwise the client needs another library for values that may be null.
    openapi_generator(w, at, "java", "--library=native",
                      "--additional-properties=openApiNullable=false")
    copied("Call.java", at / "call" / "Call.java")


def jars(w: Workshop) -> str:
    # The generator brings the JSON library that its clients use.
    [jar] = w.folder.glob("venv/lib/*/site-packages/openapi_generator_cli/*.jar")
    return str(jar)


def java_checked(w: Workshop, at: Path) -> None:
    sources = [*(at / "src" / "main" / "java").rglob("*.java"), at / "call" / "Call.java",
               *(HERE / "stubs").rglob("*.java")]
    listed = at / "sources.txt"
    listed.write_text("\n".join(f'"{source}"' for source in sources))
    w.run("javac", "-nowarn", "-cp", jars(w), "-d", at / "classes", f"@{listed}", at=at)


def java_called(w: Workshop, at: Path) -> str:
    return w.run("java", "-cp", f"{at / 'classes'}{os.pathsep}{jars(w)}", "Call", at=at)


# Ruby, PHP


def og_ruby(w: Workshop, at: Path) -> None:
    openapi_generator(w, at, "ruby", "--additional-properties=gemName=helpscout,moduleName=OpenapiClient")
    copied("openapi_generator_ruby.rb", at / "call.rb")


def ruby_checked(w: Workshop, at: Path) -> None:
    for file in [at / "call.rb", *sorted((at / "lib").rglob("*.rb"))]:
        w.run("ruby", "-wc", file)


def ruby_called(w: Workshop, at: Path) -> str:
    return w.run("ruby", "call.rb", at=at)


def og_php(w: Workshop, at: Path) -> None:
    openapi_generator(w, at, "php")
    copied("openapi_generator_php.php", at / "call.php")


def php_checked(w: Workshop, at: Path) -> None:
    for file in [at / "call.php", *sorted((at / "lib").rglob("*.php"))]:
        w.run("php", "-l", file)


def php_called(w: Workshop, at: Path) -> str:
    return w.run("php", "call.php", at=at)


@dataclass
class Generator:
    """How a client is generated, checked and called."""

    title: str
    generate: Callable[[Workshop, Path], None]
    check: Callable[[Workshop, Path], None]
    call: Callable[[Workshop, Path], str]
    is_typescript: bool = False
    # A command that fails if something is missing that is not installed here, and its name.
    needs: tuple[list[str], str] | None = None
    # What the generator itself can't, by the column of the table.
    known: dict[str, str] = field(default_factory=dict)


GENERATORS = {
    "openapi-generator-python": Generator(
        "openapi-generator 7.26.0 python", og_python,
        lambda w, at: python_checked(w, at, "helpscout"), python_called),
    "openapi-generator-typescript-fetch": Generator(
        "openapi-generator 7.26.0 typescript-fetch", og_typescript, typescript_checked,
        typescript_called, is_typescript=True),
    "openapi-generator-go": Generator(
        "openapi-generator 7.26.0 go", og_go, go_checked, go_called),
    "openapi-generator-rust": Generator(
        "openapi-generator 7.26.0 rust", og_rust, rust_checked, rust_called),
    "progenitor": Generator(
        "progenitor 0.15.1, OpenAPI 3.0", progenitor, rust_checked, rust_called,
        known={column: "lists as repeated keys: progenitor#724"
               for column in ("history on the wire", "history")}),
    "openapi-generator-java": Generator(
        "openapi-generator 7.26.0 java (native)", og_java, java_checked, java_called),
    "openapi-generator-ruby": Generator(
        "openapi-generator 7.26.0 ruby", og_ruby, ruby_checked, ruby_called,
        needs=(["ruby", "-r", "typhoeus", "-e", ""], "Ruby with Typhoeus")),
    "openapi-generator-php": Generator(
        "openapi-generator 7.26.0 php", og_php, php_checked, php_called,
        needs=(["php", "-r", f"exit(extension_loaded('curl') && is_file('{GUZZLE}') ? 0 : 1);"],
               "PHP with curl and Guzzle")),
    "openapi-python-client": Generator(
        "openapi-python-client 0.29.1", openapi_python_client,
        lambda w, at: python_checked(w, at, "helpscout"), python_called,
        known={column: "lists as repeated keys: openapi-python-client#197"
               for column in ("history on the wire", "history")}),
    "datamodel-code-generator": Generator(
        "datamodel-code-generator 0.89.0", datamodel,
        lambda w, at: python_checked(w, at, "models.py"), python_called),
    "hey-api": Generator(
        "@hey-api/openapi-ts 0.99.0", hey_api, typescript_checked, typescript_called,
        is_typescript=True),
    "orval": Generator(
        "orval 8.38.0", orval, typescript_checked, typescript_called, is_typescript=True),
    "oazapfts": Generator(
        "oazapfts 7.5.0", oazapfts, typescript_checked, typescript_called, is_typescript=True),
    "openapi-fetch": Generator(
        "openapi-typescript 7.13.0, openapi-fetch 0.17.0", openapi_fetch, typescript_checked,
        typescript_called, is_typescript=True),
}

COLUMNS = ["generated", "type-checks", "history on the wire", "history", "look-up", "enum"]


def expected(recorder: Recorder, token: str) -> dict[str, str]:
    """Returns what a client must print, from the answers themselves."""

    def get(target: str) -> dict:
        request = urllib.request.Request(
            recorder.url + target, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    page = get(f"{HISTORY}?{'&'.join(QUERY)}")
    users = get("/v2/users")["_embedded"]["users"]
    return {
        "history": f"{len(page['results'])} {page['results'][0]['status']}",
        "look-up": f"{len(users)} {users[0]['firstName']}",
        "enum": get("/v2/users/me")["role"],
    }


def on_the_wire(exchanges: list[Exchange]) -> str:
    found = [exchange for exchange in exchanges if exchange.path == HISTORY]
    if not found:
        return "nothing was sent"
    query = sorted(unquote_plus(part) for part in found[-1].query.split("&"))
    wrong = [f"`{part}`" for part in query if part not in QUERY]
    missing = [f"no `{part}`" for part in QUERY if part not in query]
    status = found[-1].status
    if not wrong and not missing and status == 200:
        return "yes"
    return f"{status}: {', '.join(wrong + missing) or found[-1].answer[:200]}"


def row(w: Workshop, name: str, recorder: Recorder, wanted: dict[str, str]) -> dict[str, str]:
    generator = GENERATORS[name]
    results = dict.fromkeys(COLUMNS, "–")
    if generator.needs:
        command, what = generator.needs
        try:
            w.run(*command)
        except (Failed, OSError):
            results["generated"] = f"not run: needs {what}"
            return results
    at = w.place(name)

    def step(column: str, work: Callable[[Workshop, Path], object]) -> object:
        try:
            result = work(w, at)
            results[column] = "yes"
            return result
        except (Failed, OSError, subprocess.TimeoutExpired) as error:
            results[column] = "no"
            print(f"{name}: {column}:\n{error}\n", file=sys.stderr)
            return None

    step("generated", generator.generate)
    if results["generated"] != "yes":
        return results
    step("type-checks", generator.check)
    recorder.taken()
    printed = step("history on the wire", generator.call) or ""
    results["history on the wire"] = on_the_wire(recorder.taken())
    lines = dict(line.split(" ", 1) for line in str(printed).splitlines() if " " in line)
    lines["look-up"] = lines.pop("lookup", "nothing")
    for column in ("history", "look-up", "enum"):
        read = lines.get(column, "nothing")
        # Some languages print the name of an enum's type with its value.
        is_right = read.split(".")[-1].lower() == wanted[column].lower()
        results[column] = "yes" if is_right else f"no: {read[:200]}"
    return results


def sandbox() -> tuple[subprocess.Popen[str], str]:
    program = os.environ.get("HELPSCOUT")
    start = [program] if program else [cargo(), "run", "-q", "-p", "helpscout-cli", "--"]
    process = subprocess.Popen(
        [*start, "sandbox", "--listen", "127.0.0.1:0"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    return process, process.stdout.readline().strip()


def token_of(recorder: Recorder, document: dict) -> str:
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    form = "grant_type=client_credentials&client_id=sandbox-app&client_secret=sandbox-secret"
    with urllib.request.urlopen(flows["clientCredentials"]["tokenUrl"], form.encode()) as answer:
        return json.load(answer)["access_token"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="the folder for generators and clients")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(GENERATORS))
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in GENERATORS]
    if unknown:
        parser.error(f"unknown generators: {', '.join(unknown)}; known are {', '.join(GENERATORS)}")
    names = arguments.names or list(GENERATORS)
    folder = arguments.work or Path(tempfile.mkdtemp(prefix="generators-"))
    folder.mkdir(parents=True, exist_ok=True)
    w = Workshop(folder.resolve())
    print(f"installing and generating in {w.folder}; {w.log} has what was run", file=sys.stderr)
    w.install(set(names))

    process, url = sandbox()
    recorder = Recorder(url)
    try:
        with urllib.request.urlopen(f"{recorder.url}/openapi.json") as answer:
            text = answer.read()
        w.document.write_bytes(text)
        with urllib.request.urlopen(f"{recorder.url}/openapi-3.0.json") as answer:
            w.older.write_bytes(answer.read())
        token = token_of(recorder, json.loads(text))
        w.environment.update(TOKEN=token, SERVER=recorder.url)
        wanted = expected(recorder, token)
        print(f"| generator | {' | '.join(COLUMNS)} |")
        print("|---|" + "---|" * len(COLUMNS), flush=True)
        is_worse = False
        for name in names:
            results = row(w, name, recorder, wanted)
            known = GENERATORS[name].known
            shown = []
            for column in COLUMNS:
                is_good = results[column] == "yes" or results["generated"].startswith("not run")
                is_worse |= not is_good and column not in known
                note = "" if is_good else f" ({known[column]})" if column in known else ""
                shown.append(results[column].replace("|", "\\|").replace("\n", " ") + note)
            print(f"| {GENERATORS[name].title} | {' | '.join(shown)} |", flush=True)
        return 1 if is_worse else 0
    finally:
        recorder.close()
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
