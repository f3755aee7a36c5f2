"""The driver's end of a worker: starts it, asks it, and tells why it has no answer."""
import json
import os
import pathlib
import select
import subprocess

HERE = pathlib.Path(__file__).resolve().parent.parent
# Set on some machines for the sake of old OpenBLAS builds; they would slow every system.
UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "THEANO_FLAGS", "THEANORC", "PYTHONPATH")


class Absent(Exception):
    """A system cannot do what it was asked; the text says why, in one line."""


def environment(threads, folder, build, paths):
    """The environment of a worker: its threads, the folder for what it builds, our build, its modules."""
    env = {k: v for k, v in os.environ.items() if k not in UNSET}
    for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
        env[name + "_NUM_THREADS"] = str(threads)
    env.update(BENCH_FOLDER=str(folder), BENCH_BUILD=str(build))
    env.update(PYTHONPATH=os.pathsep.join(map(str, [HERE, *paths])), PYTHONWARNINGS="ignore",
               JAX_PLATFORMS="cpu", TF_CPP_MIN_LOG_LEVEL="3", PYTHONUNBUFFERED="1",
               PYTENSOR_FLAGS="base_compiledir=%s" % (folder / "pytensor"), CUDA_VISIBLE_DEVICES="",
               TORCHINDUCTOR_CACHE_DIR=str(folder / "torchinductor"))
    return env


class Client:
    def __init__(self, system, threads, python, folder, build, paths=(), libraries=""):
        self.system, self.threads, self.python = system, threads, python
        self.env = environment(threads, folder, build, paths)
        if libraries:
            self.env["LD_LIBRARY_PATH"] = libraries
        self.log = open(folder / f"{system.name}-{threads}.log", "a")
        self.process = None

    def ask(self, action, limit_s=300.0, **arguments):
        """The answer of the worker, which is started when it does not run. Errors: Absent, also past the time limit."""
        if self.process is None:
            command = [self.python, "-m", "compare.worker", self.system.name, str(self.threads)]
            try:
                self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
                                                env=self.env, cwd=HERE.parent)
            except OSError as error:
                raise Absent(f"{self.python} does not start: {error.strerror}") from None
        try:
            self.process.stdin.write((json.dumps({"do": action, **arguments}) + "\n").encode())
            self.process.stdin.flush()
        except OSError:
            pass  # it has died; reading will tell
        if not select.select([self.process.stdout], [], [], limit_s)[0]:
            self.stop()
            raise Absent(f"took more than {limit_s:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            status = self.process.wait()
            self.process = None
            raise Absent(f"died with status {status}; see {self.log.name}")
        answer = json.loads(line)
        if "error" in answer:
            raise Absent(answer["error"])
        return answer

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
