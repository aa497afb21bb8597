# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A private Slurm on this machine: one controller, one node of one processor.
The partition `high` pre-empts `low`, at once, and `grace`, which has GraceTime.

Its daemons run as root from a directory of their own, on ports that were free,
and end with the `with` block.
"""
import os
import signal
import socket
import subprocess
import time

LIMIT = 90  # seconds; a job waits for nothing longer

CONF = """\
ClusterName=ckpt
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={dir}/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={dir}/state
SlurmdSpoolDir={dir}/spool
SlurmctldPidFile={dir}/slurmctld.pid
SlurmdPidFile={dir}/slurmd.pid
SlurmctldLogFile={dir}/slurmctld.log
SlurmdLogFile={dir}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SchedulerType=sched/backfill
SelectType=select/linear
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=1,sched_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
JobRequeue=1
KillWait=20
ReturnToService=2
MpiDefault=none
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={node} CPUs=1
PartitionName=low Nodes=n1 Default=YES PriorityTier=1
PartitionName=grace Nodes=n1 PriorityTier=1 GraceTime=60
PartitionName=high Nodes=n1 PriorityTier=9 PreemptMode=OFF
"""


def free_ports(count):
    """They stay open until all are known, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Slurm:
    def __init__(self, directory):
        """directory: of the daemons; jobs are submitted from the current
        one."""
        self.directory = os.path.abspath(directory)
        self.daemons = []

    def __enter__(self):
        for name in ("", "/state", "/spool"):
            os.makedirs(self.directory + name, mode=0o755, exist_ok=True)
        controller, node = free_ports(2)
        with open(self.directory + "/slurm.conf", "w",
                  encoding="ascii") as out:
            out.write(CONF.format(dir=self.directory, node=node,
                                  controller=controller,
                                  host=socket.gethostname().split(".")[0]))
        with open(self.directory + "/cgroup.conf", "w",
                  encoding="ascii") as out:
            out.write("CgroupPlugin=cgroup/v1\n")
        self.environment = {**os.environ,
                            "SLURM_CONF": self.directory + "/slurm.conf"}
        try:
            self.start_daemons()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start_daemons(self):
        key = self.directory + "/munge.key"
        with open(key, "wb", opener=lambda path, flags:
                  os.open(path, flags, 0o600)) as out:
            out.write(os.urandom(128))
        socket_file = self.directory + "/munge.socket"
        self.start("munged", "-F", "--force", f"--key-file={key}",
                   f"--socket={socket_file}",
                   f"--log-file={self.directory}/munged.log",
                   f"--pid-file={self.directory}/munged.pid",
                   f"--seed-file={self.directory}/munged.seed")
        self.until(lambda: os.path.exists(socket_file), "munged is not up")
        self.start("slurmctld", "-D", "-i")
        self.start("slurmd", "-D", "-N", "n1")
        self.until(lambda: self.ask("sinfo", "-h", "-o", "%T").startswith(
            "idle"), "the node is not idle")

    def start(self, *words):
        log = open(f"{self.directory}/{words[0]}.out", "ab")
        with log:
            self.daemons.append(subprocess.Popen(
                words, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True))

    def ask(self, *words):
        done = subprocess.run(words, env=self.environment, timeout=LIMIT,
                              stdin=subprocess.DEVNULL, capture_output=True)
        return (done.stdout + done.stderr).decode(errors="replace")

    def until(self, seen, complaint):
        """Polled: Slurm's commands have no way to wait for these."""
        deadline = time.monotonic() + LIMIT
        while not seen():
            for daemon in self.daemons:
                if daemon.poll() is not None:
                    raise RuntimeError(f"{daemon.args[0]} ended; see "
                                       f"{self.directory}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"{complaint}: {self.ask('squeue')}; logs "
                                   f"in {self.directory}")
            time.sleep(0.1)

    def submit(self, *words):
        """The new job's number."""
        said = self.ask("sbatch", "--parsable", *words)
        if not said.strip().isdigit():
            raise RuntimeError(f"sbatch {words}: {said}")
        return said.strip()

    def state(self, job):
        text = self.ask("scontrol", "show", "job", job, "-o")
        fields = dict(word.split("=", 1) for word in text.split()
                      if "=" in word)
        return fields.get("JobState", "GONE"), int(fields.get("Restarts", 0))

    def __exit__(self, *_):
        if len(self.daemons) == 3 and self.daemons[1].poll() is None:
            self.ask("scancel", "--full", "--signal=KILL", "--user=root")
            self.ask("scancel", "--user=root")
            deadline = time.monotonic() + LIMIT
            while (self.ask("squeue", "-h").strip()
                   and time.monotonic() < deadline):
                time.sleep(0.1)
        for daemon in reversed(self.daemons):
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
