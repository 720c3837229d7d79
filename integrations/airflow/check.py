"""Runs the DAG over a sandbox, and looks at how its task ends.

Run it with ../check.sh, which installs the packages. It prints what it sees, and fails if something differs.
"""

import datetime
import os
import pathlib
import subprocess
import sys
import tempfile

from program import REPORT, pulled, sandbox

ASKED = [REPORT, "--users=447723,452118", "--since=2019-05-01", "--until=2019-05-04"]


def main(program, folder):
    (folder / "bin").mkdir()
    (folder / "bin" / "helpscout").symlink_to(program)
    os.environ["PATH"] = f"{folder / 'bin'}:{os.environ['PATH']}"
    os.environ.update(AIRFLOW_HOME=str(folder / "airflow"), AIRFLOW__CORE__LOAD_EXAMPLES="False")
    os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(pathlib.Path(__file__).parent)
    airflow("db", "migrate")

    with sandbox(program):
        expect("a pull", folder / "warehouse", "success after 1 try")
        files = (folder / "warehouse" / REPORT).rglob("*.ndjson")
        found = sum(len(file.read_text().splitlines()) for file in files)
        assert found == len(pulled(program, *ASKED)), found
        expect("a wrong option", folder / "other", "failed after 1 try", "--window=decade")
        os.environ["HELPSCOUT_APP_SECRET"] = "wrong"
        expect("a wrong secret", folder / "other", "failed after 1 try")
    # The sandbox has ended.
    expect("no service", folder / "other", "failed after 4 tries", "--attempts=1")


def expect(what, folder, expected, *options):
    os.environ["HELPSCOUT_PULL"] = " ".join([*ASKED, "--format=ndjson", f"--to={folder}", *options])
    run = subprocess.run([sys.executable, __file__, "run"], capture_output=True, text=True)
    states = [line for line in run.stdout.splitlines() if line.startswith("STATE ")]
    assert states == [f"STATE {expected}"], f"{what}: {states}\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
    print(f"{what}: {expected}")


def run_once():
    """Runs the task with its retries, and prints its state."""
    import helpscout_dag

    dag = helpscout_dag.dag_of_reports
    dag.get_task("pull").retry_delay = datetime.timedelta(0)
    pull = dag.test().get_task_instance("pull")
    print("STATE", pull.state, "after", pull.try_number, "try" if pull.try_number == 1 else "tries")


def airflow(*arguments):
    program = pathlib.Path(sys.executable).with_name("airflow")
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run_once()
    else:
        path = os.path.abspath(sys.argv[1])
        with tempfile.TemporaryDirectory() as temporary:
            main(path, pathlib.Path(temporary))
