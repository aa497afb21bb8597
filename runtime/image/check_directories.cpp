// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories and the names in them.
#include "runtime/abi/config.h"
#include "runtime/image/check.h"
#include "runtime/image/name_order.h"

namespace ckpt::image {
namespace {

constexpr u32 kLongestName = 255; // NAME_MAX

bool check_name(const DirectoryName &n, const View &v, u64 index, Reason &why) {
  if (n.name > v.name_pool.size || n.name_size > v.name_pool.size - n.name ||
      !n.name_size || n.name_size > kLongestName)
    return damaged(why, "name ", index, " of its directories is out of bounds");
  StringView name = v.name(n);
  if (name.find(0) != name.size || name.find('/') != name.size)
    return damaged(why, "name ", index, " of its directories is none of a file");
  return true;
}

bool check_one(const Directory &d, const View &v, u64 index, Reason &why) {
  if (d.path > v.directory_pool.size ||
      d.path_size > v.directory_pool.size - d.path || d.path_size >= kPathMax ||
      !v.path(d).starts_with("/") || v.path(d).find(0) != d.path_size)
    return damaged(why, "directory ", index, " has no path");
  if (d.flags & ~u32{kTooMany} || d.reserved || (d.flags && d.count) ||
      d.first > v.names.size || d.count > v.names.size - d.first)
    return damaged(why, "directory ", index,
                   " has names that do not exist, or unknown flags");
  for (u32 i = 1; i < d.count; ++i)
    if (!comes_before(v.name(v.names[d.first + i - 1]),
                      v.name(v.names[d.first + i])))
      return damaged(why, "the names of directory ", index, " are not sorted");
  return true;
}

} // namespace

bool check_directories(const View &v, Reason &why) {
  if (v.directories.size > kMostDirectories || v.names.size > kMostNames)
    return damaged(why, "it has ", v.directories.size, " directories with ",
                   v.names.size, " names");
  for (u64 i = 0; i < v.names.size; ++i)
    if (!check_name(v.names[i], v, i, why))
      return false;
  for (u64 i = 0; i < v.directories.size; ++i)
    if (!check_one(v.directories[i], v, i, why))
      return false;
  return true;
}

} // namespace ckpt::image
