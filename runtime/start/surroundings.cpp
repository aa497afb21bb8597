// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/surroundings.h"

#include "runtime/ckpt/attributes.h"
#include "runtime/fd/list.h"
#include "runtime/sys/memory.h"

namespace ckpt::start {

namespace {

constexpr int kProbedWithoutProc = 64;

void remember_descriptor(int number) {
  struct stat st;
  if (state.inherited_count == kMaxInherited || !sys::fstat(number, st).ok())
    return;
  state.inherited[state.inherited_count++] = {number, st.st_mode, st.st_dev,
                                              st.st_ino, st.st_rdev};
}

bool make_absolute(char *path, Reason &why) {
  if (path[0] == '/')
    return true;
  char cwd[kPathMax];
  SysResult n = sys::getcwd(cwd, sizeof cwd);
  if (!n.ok() || cwd[0] != '/') {
    why.set("the checkpoint file ", path, " is relative to a working directory "
            "that no longer exists; name it with its whole path");
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

} // namespace

void remember_surroundings() {
  bool listed = fd::each_number("/proc/self/fd", [](u64 number) {
    remember_descriptor(static_cast<int>(number));
    return true;
  });
  for (int i = 0; !listed && i < kProbedWithoutProc; ++i)
    remember_descriptor(i);
  read_origin(state.origin);
  struct stat st;
  if (sys::fstat(2, st).ok()) {
    state.stderr_device = st.st_dev;
    state.stderr_inode = st.st_ino;
  }
  state.stderr_known = true;
  sys::readlink("/proc/self/exe", state.executable, kPathMax - 1).ignore();
}

bool choose_image_name(StringView program, Reason &why) {
  if (state.config.image[0])
    return true;
  Text<kPathMax> name(program, ".ckpt");
  if (name.cut()) {
    why.set("the program's name is too long for a checkpoint file; name one "
            "with -_condor_ckpt");
    return false;
  }
  memcpy(state.config.image, name.c_str(), name.view().size + 1);
  return true;
}

bool make_names_absolute(Reason &why) {
  Config &config = state.config;
  return make_absolute(config.image, why) &&
         (!config.restart || make_absolute(config.restart_image, why));
}

} // namespace ckpt::start
