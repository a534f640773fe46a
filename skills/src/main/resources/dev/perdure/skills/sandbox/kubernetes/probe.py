# Looks, from inside of a pod, whether it is held as it must be. Says "held:" and the languages there
# are, or what is wrong. Arguments: addresses and ports of the cluster's API.
import os
import shutil
import socket
import sys


def reaches(host, port):
    try:
        with socket.create_connection((host, int(port)), 3):
            return True
    except (OSError, ValueError):
        return False


def status(name):
    with open("/proc/self/status") as lines:
        for line in lines:
            if line.startswith(name + ":"):
                return line.split()[1]
    return None


def api_in_the_cluster():
    try:
        with open("/proc/1/environ", "rb") as environ:
            told = dict(
                each.split("=", 1)
                for each in environ.read().decode(errors="replace").split("\0")
                if "=" in each
            )
        return [(told["KUBERNETES_SERVICE_HOST"], told["KUBERNETES_SERVICE_PORT"])]
    except (OSError, KeyError):
        return []


wrong = []

# A look that finds nothing proves something only when it would have found what is there.
with socket.socket() as own:
    own.bind(("127.0.0.1", 0))
    own.listen()
    if not reaches("127.0.0.1", own.getsockname()[1]):
        wrong.append("whether there is a network can't be seen")

servers = list(zip(sys.argv[1::2], sys.argv[2::2])) + api_in_the_cluster()
if not servers:
    wrong.append("the API's address is not known")
for host, port in servers:
    if reaches(host, port):
        wrong.append("it reaches the cluster's API")
# Nothing else is asked for by a pod that is known to reach somebody.
if not wrong and reaches("169.254.169.254", 80):
    wrong.append("it reaches the cloud's service for machines")

for token in ("/var/run/secrets/kubernetes.io", "/run/secrets/kubernetes.io"):
    if os.path.lexists(token):
        wrong.append("it finds a token in " + token)

if 0 in (os.getuid(), os.geteuid(), os.getgid(), os.getegid()):
    wrong.append("it is root")
capabilities = status("CapEff")
if capabilities is None or int(capabilities, 16) != 0:
    wrong.append("it has capabilities: " + str(capabilities))
for folder in ("/", "/etc", "/usr", "/var"):
    if os.access(folder, os.W_OK):
        wrong.append("it may write to " + folder)

if wrong:
    print("; ".join(wrong))
else:
    languages = ["python", "shell"] + (["javascript"] if shutil.which("node") else [])
    print("held: " + " ".join(languages))
