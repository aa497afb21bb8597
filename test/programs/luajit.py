# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# LuaJIT: machine code that comes and goes, by its plain makefile; callbacks from
# C, coroutines, a file.
# REQUIRES: long, source-luajit
# RUN: %python %s %real --work %t
from real_program import Package, Workload

SCRIPT = r'''
local bit, ffi = require "bit", require "ffi"
ffi.cdef[[ typedef struct { double x, y; int n; } P; double cos(double);
  int qsort(void *, size_t, size_t, int (*)(const int *, const int *)); ]]
local seed, kept, ints = 1, ffi.new("P[?]", 1000), ffi.new("int[?]", 500)
local function random(m) seed = (seed * 16807) % 2147483647 return seed % m end
local order = ffi.cast("int (*)(const int *, const int *)",
                       function(a, b) return a[0] - b[0] end)
local step = coroutine.wrap(function() for i = 1, math.huge do
  coroutine.yield(bit.bxor(i, bit.rol(i, 7))) end end)
local log = assert(io.open("log", "w"))
for round = 1, 500 do
  local sum, seen, names = 0, {}, {}
  for i = 1, 60000 do
    local p = kept[random(1000)]
    p.x, p.y, p.n = p.x + ffi.C.cos(p.y), p.y * 0.5 + i, bit.bxor(p.n, i)
    sum = sum + p.n % 13
    if i % 50 == 0 then seen["k" .. random(3000)] = step() end
  end
  for i = 0, 499 do ints[i] = random(100000) end
  ffi.C.qsort(ints, 500, 4, order)
  for name in pairs(seen) do names[#names + 1] = name end
  table.sort(names)
  print(round, sum, #names, seen[names[1]], ints[0],
        string.format("%.17g", kept[5].x))
  local made = loadstring("local a = ... return a * " .. round)
  log:write(made(round), (names[2]:gsub("%d", "%0%0")), "\n")
  if round % 50 == 0 then collectgarbage() log:flush() end
end
'''


def prepare(directory):
    with open(f"{directory}/job.lua", "w", encoding="ascii") as script:
        script.write(SCRIPT)


Package("luajit", 'make -j2 CC="$CC" HOST_CC=gcc', [
    Workload(["{dir}/src/luajit", "job.lua"], ["log"], prepare=prepare),
    Workload(["{dir}/src/luajit", "-joff", "job.lua"], ["log"],
             prepare=prepare, name="interpreter"),
]).run()
