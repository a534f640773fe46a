"""Runs a program that the kernel's Landlock holds to its own folders, and sees to its end.

For containers in which no namespaces can be made. Its only argument is a JSON object. It is the
reaper of all that comes from the program, so that nothing can leave: when the program ends, when
the time is up, or when it is told to end (SIGTERM), whatever still lives is killed and buried
before the files are collected.

It is two processes. The guard, which the worker started, tells the keeper to end when its standard
input does: the worker holds the other end, and is gone, or wants the end. When the keeper is killed,
its children become the guard's, which ends them; when the guard is killed, the keeper is told.
"""

import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_SET_PDEATHSIG = 36, 38, 22, 1
READ = 1 << 0 | 1 << 2 | 1 << 3  # execute, read files, list folders
DEVICES = 1 << 6 | 1 << 11  # make character and block devices
OF_A_FILE = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15

libc = ctypes.CDLL(None, use_errno=True)


class Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def call(number, *arguments):
    return checked(libc.syscall(ctypes.c_long(number), *arguments))


def landlock(job):
    version = call(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    every = (1 << 16) - 1 if version >= 5 else (1 << 15) - 1
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    # No TCP; no signals to, and no sockets of, whoever is outside.
    rules = Rules(every, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    ruleset = call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    write = every & ~DEVICES
    for path, access in [(p, READ) for p in job["readable"]] + [(p, write) for p in job["writable"]]:
        try:
            folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        if not os.path.isdir(path):
            access &= OF_A_FILE & every
        rule = Beneath(access, folder)
        call(ADD_RULE, ruleset, 1, ctypes.byref(rule), 0)
        os.close(folder)
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def seccomp(program):
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]

    code = ctypes.create_string_buffer(program, len(program))
    filter = Program(len(program) // 8, ctypes.addressof(code))
    checked(libc.prctl(PR_SET_SECCOMP, 2, ctypes.byref(filter), 0, 0))


def threads_of_user(uid):
    threads = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat("/proc/" + pid).st_uid == uid:
                threads += len(os.listdir("/proc/" + pid + "/task"))
        except OSError:
            pass
    return threads


def become(job, program):
    os.setsid()
    os.dup2(os.open(job["stdin"], os.O_RDONLY), 0)
    # The keeper must get its turn, whatever goes on in here.
    os.nice(10)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.chdir(job["work"])
    # Of an own user nothing else counts; else all that the worker's user has.
    processes = job["processes"] + (0 if job["uid"] else threads_of_user(os.getuid()))
    if job["uid"]:
        os.setgroups([])
        os.setresgid(job["uid"], job["uid"], job["uid"])
        os.setresuid(job["uid"], job["uid"], job["uid"])
    limits = dict(
        NPROC=processes, FSIZE=job["file"], NOFILE=job["open"], CORE=0, AS=job["space"], DATA=job["data"])
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu"], job["cpu"] + 1))
    landlock(job)
    seccomp(program)
    os.execve(job["command"][0], job["command"], job["environment"])


def descendants():
    children = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/" + pid + "/stat", "rb") as stat:
                parent = int(stat.read().rsplit(b")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(pid))
        except OSError:
            pass
    found = children.get(os.getpid(), [])
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def kill_user(uid):
    """Kills all that run as a user, at one stroke: nothing can be forked in between."""
    killer = os.fork()
    if killer == 0:
        try:
            os.setresuid(uid, uid, uid)
            os.kill(-1, signal.SIGKILL)
        except OSError:
            pass
        os._exit(0)
    # Before anything else is buried: a killer that still runs would be taken for one left over.
    os.waitpid(killer, 0)


def bury_all(uid):
    while True:
        if uid:
            kill_user(uid)
        for pid in [] if uid else descendants():
            try:
                # First it may not fork any more, so that this comes to an end.
                resource.prlimit(pid, resource.RLIMIT_NPROC, (0, 0))
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            time.sleep(0.002)
        except ChildProcessError:
            return


def await_end(child, seconds):
    """The exit code; None when it was told to end, 137 when the time was up."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        said = signal.sigtimedwait({signal.SIGCHLD, signal.SIGTERM}, left)
        if said is not None and said.si_signo == signal.SIGTERM:
            return None
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return 137
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code
            if pid == 0:
                break
    return 137


def keep(job, guard):
    with open(job["filter"], "rb") as file:
        program = file.read()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, signal.SIGTERM})
    checked(libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
    checked(libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0))
    if os.getppid() != guard:
        return
    if job["uid"]:
        # Drawn by lot, by several workers perhaps: what runs as this user would end with the job.
        if threads_of_user(job["uid"]):
            raise OSError("user " + str(job["uid"]) + " is taken")
        for folder in job["writable"]:
            if os.path.isdir(folder):
                subprocess.run(["chown", "-R", str(job["uid"]) + ":" + str(job["uid"]), folder], check=True)
    child = os.fork()
    if child == 0:
        try:
            become(job, program)
        except BaseException as e:
            os.write(2, ("jail: " + str(e) + "\n").encode())
        os._exit(125)
    code = await_end(child, job["wall"])
    bury_all(job["uid"])
    if code is not None:
        # More than may come out is of no use, whoever made it.
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["archive"], job["archive"]))
        with open(job["output"], "wb") as output:
            subprocess.run(
                ["tar", "-c", "--format=gnu", "-C", job["work"], "."],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL)
        with open(job["status"], "w") as status:
            status.write(str(code))
    # By names relative to open folders: a path may be longer than one can be.
    for folder in job["writable"]:
        if os.path.isdir(folder):
            subprocess.run(["chmod", "-R", "u+rwX", folder], stderr=subprocess.DEVNULL)
            subprocess.run(["rm", "-rf", "--one-file-system", folder], stderr=subprocess.DEVNULL)


def guard(keeper, uid):
    """Watches over the keeper; the code it ended with."""
    watched = select.poll()
    watched.register(os.pidfd_open(keeper), select.POLLIN)
    watched.register(0, select.POLLIN)
    if all(descriptor == 0 for descriptor, _ in watched.poll()):
        # Nothing is ever said here: it is the end.
        os.kill(keeper, signal.SIGTERM)
    code = os.waitstatus_to_exitcode(os.waitpid(keeper, 0)[1])
    if code != 0:
        bury_all(uid)
    return code if code >= 0 else 128 - code


def main():
    job = json.loads(sys.argv[1])
    # Whoever kills the worker's group shall not kill both of these.
    os.setsid()
    checked(libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
    here = os.getpid()
    keeper = os.fork()
    if keeper == 0:
        keep(job, here)
    else:
        sys.exit(guard(keeper, job["uid"]))


main()
