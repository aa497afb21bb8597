// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An accepted line, printed as the kernel prints it, parses to the same
// record; paths stay inside the line and unescape to what escapes back.
#include "runtime/proc/maps.h"
#include "test/fuzz/proc_property.h"
#include <string>
#include <vector>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

std::string hex(u64 n) {
  char text[32];
  std::snprintf(text, sizeof text, "%08lx", n);
  return text;
}

std::string print(const MapsLine &map) {
  std::string line = hex(map.start) + "-" + hex(map.end) + " ";
  line += map.prot & 1 ? 'r' : '-';
  line += map.prot & 2 ? 'w' : '-';
  line += map.prot & 4 ? 'x' : '-';
  line += map.shared ? "s " : "p ";
  line += hex(map.offset) + " " + hex(map.device_major) + ":" +
          hex(map.device_minor) + " " + std::to_string(map.inode) + " ";
  line.resize(max(line.size(), size_t{73}), ' ');
  line.append(map.path.data, map.path.size);
  return line + (map.deleted ? " (deleted)" : "");
}

std::string escape(StringView path) {
  std::string text;
  for (char c : path)
    text += c == '\n' ? std::string("\\012") : std::string(1, c);
  return text;
}

void check_path(StringView path) {
  std::vector<char> out(path.size + 1, '#');
  size_t length = unescape_path(path, out.data(), path.size);
  PROPERTY(length <= path.size);
  PROPERTY(out[length] == '#');
  StringView plain(out.data(), length);
  PROPERTY(StringView(escape(plain).c_str(), escape(plain).size()) == path);
  std::vector<char> exact(length);
  PROPERTY(unescape_path(path, exact.data(), length) == length);
  if (length > 0)
    PROPERTY(unescape_path(path, exact.data(), length - 1) == length);
}

void check_line(StringView line) {
  MapsLine map;
  if (!parse_maps_line(line, map))
    return;
  PROPERTY(looks_like_maps_line(line));
  PROPERTY(map.start < map.end && map.prot < 8);
  PROPERTY(test::inside(map.path, line));
  std::string text = print(map);
  MapsLine again;
  PROPERTY(parse_maps_line(StringView(text.data(), text.size()), again));
  PROPERTY(again.start == map.start && again.end == map.end);
  PROPERTY(again.offset == map.offset && again.inode == map.inode);
  PROPERTY(again.prot == map.prot && again.shared == map.shared);
  PROPERTY(again.device_major == map.device_major);
  PROPERTY(again.device_minor == map.device_minor);
  PROPERTY(again.path == map.path && again.deleted == map.deleted);
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  test::for_each_line(data, size, [](StringView line) {
    check_line(line);
    check_path(line);
  });
  return 0;
}
