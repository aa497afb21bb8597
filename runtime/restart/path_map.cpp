// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/path_map.h"

namespace ckpt::restart {

namespace {

struct Pair {
  StringView from, to;
};

// Takes the first pair off `rest`, "OLD\0NEW\0" each.
bool take_pair(StringView &rest, Pair &pair) {
  if (rest.empty())
    return false;
  pair.from = rest.take(rest.find('\0'));
  rest = rest.drop(pair.from.size + 1);
  pair.to = rest.take(rest.find('\0'));
  rest = rest.drop(pair.to.size + 1);
  return true;
}

// The root becomes empty: every absolute path is then "it and a slash".
StringView without_slashes(StringView path) {
  while (path.ends_with("/"))
    path = path.take(path.size - 1);
  return path;
}

bool is_at_or_below(StringView path, StringView directory) {
  return path.starts_with(directory) &&
         (path.size == directory.size || path[directory.size] == '/');
}

void append(PathMap &map, StringView text) {
  for (char c : text)
    map.text[map.used++] = c;
  map.text[map.used++] = 0;
}

} // namespace

bool add_path_map(PathMap &map, StringView operand, Reason &why) {
  StringView from = operand.take(operand.find('='));
  StringView to = operand.drop(from.size + 1);
  if (from.size == operand.size || !from.starts_with("/") ||
      !to.starts_with("/")) {
    why.set("the value must be OLD=NEW, two paths that begin with /");
    return false;
  }
  from = without_slashes(from);
  to = without_slashes(to);
  if (map.used + from.size + to.size + 2 > sizeof map.text) {
    why.set("the pairs of this flag have more than ", sizeof map.text,
            " characters; map a directory above them");
    return false;
  }
  append(map, from);
  append(map, to);
  return true;
}

bool map_path(const PathMap &map, StringView path, Text<8300> &out) {
  StringView rest(map.text, map.used);
  Pair pair, best;
  bool found = false;
  if (!path.starts_with("/"))
    return false; // a pipe's name and its like
  while (take_pair(rest, pair))
    if (is_at_or_below(path, pair.from) &&
        (!found || pair.from.size >= best.from.size)) {
      best = pair;
      found = true;
    }
  if (!found)
    return false;
  out.set(best.to, path.drop(best.from.size));
  if (out.empty())
    out.set("/");
  return true;
}

} // namespace ckpt::restart
