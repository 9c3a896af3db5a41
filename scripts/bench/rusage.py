"""Runs a program and writes what the kernel counted of it and of its children: python3 rusage.py OUT PROGRAM [ARGUMENT...]

wait4 counts the user and system time of the program and of all children that it waited for. Its peak is the largest resident size that one of
these processes had. What a daemon does for them is not in it.
"""
import json
import os
import sys
import time

out, command = sys.argv[1], sys.argv[2:]
began = time.monotonic()
pid = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(pid, 0)
seconds = time.monotonic() - began
with open(out, 'w') as file:
    json.dump({'seconds': seconds, 'cpu': usage.ru_utime + usage.ru_stime, 'peak': usage.ru_maxrss * 1024}, file)
sys.exit(abs(os.waitstatus_to_exitcode(status)))
