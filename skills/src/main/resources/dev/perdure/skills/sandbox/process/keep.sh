# The keeper of a job. It is the first process of a process namespace of its own, and root of
# nothing but a user namespace of its own; what it mounts, only it and the job see. The job's files
# are in one small file system in memory: a bound for bytes and for inodes that holds by itself, and
# nothing that the worker would have to look into.
#
# Arguments: mount point, bytes, inodes, whether files are brought in, the most its own children may
# have (processes, file size in blocks of 512 bytes, memory in KiB), then the command of the sandbox.
# Descriptors: 4 archive of files brought in, 5 archive of files left, 6 the exit code, 8 a pipe
# whose other end the worker holds.
mount=$1 bytes=$2 inodes=$3 brought=$4 processes=$5 size=$6 memory=$7
shift 7

# Below, it kills all there is in its process namespace. In any other that would be the host.
[ "$$" = 1 ] || exit 125

# When the worker is gone, however that came, all in here ends. This process goes on, and finds
# nothing left.
(read -r gone <&8; kill -KILL -1) >/dev/null 2>&1 3<&- 4<&- 5>&- 6>&- 7<&- &
exec 8<&-

mount -n -t tmpfs -o "size=$bytes,nr_inodes=$inodes,mode=0755,nosuid,nodev" sandbox "$mount" || exit 125
mkdir -m 1777 "$mount/work" "$mount/tmp" "$mount/shm" "$mount/state" "$mount/root" || exit 125
echo 'sandbox:x:65534:65534::/work:/bin/sh' > "$mount/passwd" || exit 125
echo 'sandbox:x:65534:' > "$mount/group" || exit 125
if [ "$brought" = 1 ]; then
  tar -x --no-same-owner -C "$mount/work" <&4 || exit 125
fi

# These bound whoever takes over the sandbox's own first process. Each program has narrower ones.
# By the shell itself, for each program more is felt at the start: -p is dash's name, -u bash's.
ulimit -c 0
ulimit -f "$size" && ulimit -d "$memory" || exit 125
ulimit -p "$processes" 2>/dev/null || ulimit -u "$processes" || exit 125
"$@" 4<&- 5>&- 6>&-
echo "$?" >&6

# Whatever still runs in here is ended, and gone before its files are read. The subshell gives this
# one the occasion to bury those that were left to it.
kill -KILL -1 2>/dev/null
while kill -0 -1 2>/dev/null; do
  (:)
done

for left in "$mount"/work/* "$mount"/work/.[!.]* "$mount"/work/..?*; do
  if [ -e "$left" ] || [ -L "$left" ]; then
    # More than may come out is of no use, whoever made it.
    ulimit -f $(((bytes + 16777216) / 512))
    tar -c --format=gnu -C "$mount/work" . >&5 2>/dev/null
    break
  fi
done
exit 0
