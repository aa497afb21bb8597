# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Lua's interpreter, by its plain makefile.  `make test` is all that the
# released source has of tests and no package of Debian has Lua 5.4's test
# suite: Inputs/suite.lua is one of our own.
# REQUIRES: long, source-lua5.4
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
import os

from real_program import Package, Workload

SCRIPT = """
local n, seen, seed = 0, {}, 1
local function random(m) seed = (seed * 1103515245 + 12345) % 2147483648
  return seed % m end
local step = coroutine.wrap(function()
  for i = 1, math.huge do coroutine.yield(i * i % 7919) end end)
local log = assert(io.open("log", "w"))
for round = 1, 1200 do
  for i = 1, 20000 do
    local key = string.format("k%d", random(5000))
    seen[key] = (seen[key] or 0) + step()
    if random(11) == 0 then seen[key] = nil end
  end
  local keys = {}
  for key in pairs(seen) do keys[#keys + 1] = key end
  table.sort(keys)
  local sum = 0
  for i, key in ipairs(keys) do sum = (sum * 31 + seen[key] * i) % 1000003 end
  local ok, why = pcall(error, {round = round})
  log:write(round, " ", #keys, " ", sum, " ", why.round, "\\n")
  io.write(("%d %.17g\\n"):format(sum, math.sin(sum)))
end
log:close()
"""


def prepare(directory):
    with open(f"{directory}/job.lua", "w", encoding="ascii") as script:
        script.write(SCRIPT)


SUITE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "Inputs/suite.lua")
CHECK = f"""make CC="$CC -std=gnu99" test
for part in strings tables coroutines metatables collector errors files \
    numbers code; do
  src/lua {SUITE} $part
done
"""
Package("lua5.4", 'make -j2 linux CC="$CC -std=gnu99"', [
    Workload(["{dir}/src/lua", "job.lua"], ["log"], prepare=prepare),
], check=CHECK, results="^result .*", often=["src/lua"]).run()
