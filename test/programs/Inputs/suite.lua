-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
-- A suite for Lua's interpreter: each part checks itself and prints its result.
local seed = 12345
local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed % n
end

local parts = {}

function parts.strings()
  local sum = 0
  for i = 1, 150000 do
    local text = ("%d:%x:%g"):format(i, i * i, i / 7)
    local a, b, c = text:match("^(%d+):(%x+):(%S+)$")
    assert(tonumber(a) == i and tonumber(b, 16) == i * i)
    local twice, count = text:gsub("%d", "%0%0")
    assert(#twice == #text + count and text:reverse():reverse() == text)
    assert(string.unpack("<I4", string.pack("<I4", i)) == i)
    sum = (sum * 31 + #twice + c:byte()) % 1000003
  end
  return sum
end

function parts.tables()
  local list, sum = {}, 0
  for i = 1, 90000 do list[i] = random(1000000) end
  table.sort(list, function(a, b) return a > b end)
  for i = 2, #list do assert(list[i - 1] >= list[i]) end
  for _ = 1, 300 do
    table.insert(list, 1 + random(100), -1)
    sum = sum + table.remove(list, 1 + random(100))
  end
  local moved = table.move(list, 1, #list, 5, {})
  assert(select("#", table.unpack(moved, 5, 104)) == 100)
  return sum .. " " .. #table.concat(list, ",")
end

function parts.coroutines()
  local function generator(n)
    return coroutine.wrap(function()
      for i = 1, n do
        local ok, why = pcall(coroutine.yield, i)
        assert(ok and why == i * 2)
      end
      return "end"
    end)
  end
  local total = 0
  for n = 1, 1800 do
    local step = generator(n)
    local value = step()
    while value ~= "end" do
      total = total + value
      value = step(value * 2)
    end
  end
  local closed = false
  local thread = coroutine.create(function()
    local guard <close> = setmetatable({}, {__close = function()
      closed = true end})
    coroutine.yield(guard)
  end)
  assert(coroutine.resume(thread) and coroutine.close(thread) and closed)
  return total
end

function parts.metatables()
  local meta = {}
  meta.__index = function(self, key) return key * self[0] end
  meta.__add = function(a, b) return setmetatable({[0] = a[0] + b[0]}, meta) end
  meta.__eq = function(a, b) return a[0] == b[0] end
  meta.__call = function(self, x) return self[0] + x end
  local one, sum = setmetatable({[0] = 1}, meta), 0
  local value = one
  for i = 1, 1500000 do
    value = value + one
    sum = (sum + value[i] + value(i)) % 1000003
  end
  assert(value == setmetatable({[0] = 1500001}, meta))
  return sum
end

function parts.collector()
  local finished = 0
  local weak = setmetatable({}, {__mode = "k"})
  for round = 1, 40 do
    for i = 1, 3000 do
      local object = setmetatable({i}, {__gc = function()
        finished = finished + 1 end})
      weak[object] = round
    end
    collectgarbage(round % 2 == 0 and "generational" or "incremental")
    collectgarbage("step", 10)
  end
  collectgarbage()
  collectgarbage()
  assert(next(weak) == nil)
  return finished
end

function parts.errors()
  local function fail(depth)
    if depth == 0 then error({depth = depth}) end
    return (fail(depth - 1))
  end
  local caught = 0
  for i = 1, 6000 do
    local ok, why = pcall(fail, i % 100)
    assert(not ok and why.depth == 0)
    local fine, text = xpcall(fail, function() return debug.traceback("x", 1) end, 5)
    assert(not fine and text:find("stack traceback"))
    caught = caught + 1
  end
  return caught
end

function parts.files()
  local name = "suite.tmp"
  local out = assert(io.open(name, "w+"))
  assert(out:setvbuf("full", 4096))
  for i = 1, 400000 do assert(out:write(i, " ", random(1000), "\n")) end
  assert(out:seek("set"))
  local sum = 0
  for line in out:lines() do
    local number, value = line:match("(%d+) (%d+)")
    sum = (sum * 7 + number * value) % 1000003
  end
  out:close()
  assert(os.rename(name, name .. ".2") and os.remove(name .. ".2"))
  return sum
end

function parts.numbers()
  local sum = 0
  for i = 1, 2500000 do
    assert((i // 7) * 7 + i % 7 == i and (i << 3) >> 3 == i)
    sum = sum + math.sin(i) * math.floor(i ^ 0.5) + (i & 0xff ~ 0x55)
  end
  assert(math.maxinteger + 1 == math.mininteger and 1 / 0 > math.maxinteger)
  return ("%a"):format(sum)
end

function parts.code()
  local sum = 0
  for i = 1, 50000 do
    local source = ("local x <const> = %d; return function(y) goto there; "
      .. "::there:: return x * y + (...) end"):format(i)
    local chunk = assert(load(source:gsub("%(%.%.%.%)", "1"), "=made", "t"))
    local again = assert(load(string.dump(chunk), "=dumped", "b"))
    sum = (sum + again()(i)) % 1000003
  end
  return sum
end

local name = ...
print(("result %s: %s"):format(name, parts[name]()))
