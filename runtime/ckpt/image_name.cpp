// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/image_name.h"

#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

bool make_absolute(char (&path)[kPathMax], Reason &why) {
  if (path[0] == '/')
    return true;
  char cwd[kPathMax];
  SysResult n = sys::getcwd(cwd, sizeof cwd);
  if (!n.ok() || cwd[0] != '/') {
    why.set("the checkpoint file ", path, " is relative to a working directory "
            "that no longer exists or is too deep; name it with its whole "
            "path");
    return false;
  }
  Text<2 * kPathMax> whole(cwd, StringView(cwd) == "/" ? "" : "/", path);
  if (whole.view().size >= kPathMax) {
    why.set("the name of the checkpoint file is too long: ", whole);
    return false;
  }
  memcpy(path, whole.c_str(), whole.view().size + 1);
  return true;
}

} // namespace ckpt
