# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Images of the debugger tests' program, and what gdb says about them."""
import os
import re
import shutil
import subprocess

from job import Run, check, equal

MODES = ["static", "static-pie", "pie", "no-pie"]
INPUTS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "debugger",
                      "Inputs")


def build(ckpt, mode, *flags):
    """The program in a directory of its own, which is entered."""
    os.makedirs(mode)
    os.chdir(mode)
    subprocess.run([ckpt, "gcc", "-g", "-O0", "-" + mode, *flags,
                    os.path.join(INPUTS, "program.c"), "-o", "program"],
                   check=True)


def make_images():
    """image1, image2 and image3: one for each generation."""
    Run(["./program", "-_condor_ckpt", "image"]).vacated()
    shutil.copy("image", "image1")
    for generation in (2, 3):
        Run(["./program", "-_condor_restart", "image"]).vacated()
        shutil.copy("image", f"image{generation}")


def facts():
    """Addresses that the program itself wrote down."""
    with open("facts", encoding="ascii") as file:
        return {name: int(value, 16) for name, value in map(str.split, file)}


def gdb(arguments, *commands):
    """gdb's output, and that it warned of nothing."""
    line = ["gdb", "-nx", "-batch", "-iex", "set debuginfod enabled off"]
    for command in commands:
        line += ["-ex", command]
    run = Run(line + arguments, stdout=subprocess.PIPE,
              stderr=subprocess.STDOUT,
              env={**os.environ, "HOME": os.getcwd()})  # or gdb warns
    text = run.out
    for bad in ("warning", "Cannot access", "No symbol", "error", "corrupt",
                "not match"):
        check(bad not in text, line + arguments, "says:", text)
    return text


def values(arguments, expressions):
    """What `print` shows of each, in inner()."""
    text = gdb(arguments, "frame function inner",
               *(f"print {expression}" for expression in expressions))
    shown = re.findall(r"^\$\d+ = (.*)$", text, re.M)
    equal(len(shown), len(expressions), f"values in: {text}")
    return shown
