# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Python's interpreter, by configure: pure-Python work, with threads of its own.
# REQUIRES: long, source-python3.11
# RUN: %python %s %real --work %t
from real_program import Package, Workload

SCRIPT = '''
import _thread
class Node:
    __slots__ = ("left", "right", "key")
    def __init__(self, key):
        self.left = self.right = None
        self.key = key
def insert(root, key):
    while True:
        side = "left" if key < root.key else "right"
        below = getattr(root, side)
        if below is None:
            return setattr(root, side, Node(key))
        root = below
def walk(node):
    if node:
        yield from walk(node.left)
        yield node.key
        yield from walk(node.right)
def work(seed, out, done):
    for turn in range(TURNS):
        root = Node(500000)
        for _ in range(4000):
            seed = (seed * 1103515245 + 12345) % 2 ** 31
            insert(root, seed % 1000003)
        keys = list(walk(root))
        words = {str(k)[::-1]: k ** 2.5 for k in keys}
        try:
            raise KeyError(sum(words.values()))
        except KeyError as error:
            out.append((turn, len(keys), hash(tuple(keys)), error.args[0]))
        big = 3 ** (1000 + turn) % 10 ** 40
        print(turn, big, sorted(words)[turn]) if done is None else None
    if done is not None:
        done.release()
TURNS = 320
one, two, lock = [], [], _thread.allocate_lock()
lock.acquire()
_thread.start_new_thread(work, (7, two, lock))
work(5, one, None)
lock.acquire()
print(one)
print(two)
'''


def prepare(directory):
    with open(f"{directory}/job.py", "w", encoding="ascii") as script:
        script.write(SCRIPT)


# The shared modules are not needed; -S -E: nothing of the system's Python.
Package("python3.11", "./configure --without-ensurepip && "
        "make -j2 python pybuilddir.txt", [
            Workload(["{dir}/python", "-S", "-E", "job.py"], prepare=prepare),
        ], configured=["pyconfig.h"]).run()
