// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/auto_restart.h"

#include <asm/errno.h>

#include "runtime/ckpt/generations.h"
#include "runtime/ckpt/report.h"
#include "runtime/migrate/image_name.h"
#include "runtime/restart/examine.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt::start {

namespace {

using restart::Found;

constexpr u32 kMostNames = 1000;
constexpr u32 kNoReplace = 1; // RENAME_NOREPLACE, renameat2(2)

// A file system that cannot rename without replacing can link without.
SysResult rename_to_free(const char *from, const char *to) {
  SysResult moved = sys::call(__NR_renameat2, AT_FDCWD, from, AT_FDCWD, to,
                              kNoReplace);
  if (moved.error() != EINVAL && moved.error() != ENOSYS)
    return moved;
  moved = sys::link(from, to);
  return moved.ok() ? sys::unlink(from) : moved;
}

bool put_aside(const char *file, Reason &why) {
  SysResult moved(-EEXIST);
  Text<kPathMax + 32> name;
  for (u32 i = 1; i < kMostNames && moved.error() == EEXIST; ++i) {
    name.set(file, ".damaged");
    if (i > 1)
      name.add(".", i);
    moved = rename_to_free(file, name.c_str());
  }
  if (moved.ok()) {
    error("the damaged checkpoint is kept as ", name);
    return true;
  }
  why.set("the damaged checkpoint ", file, " cannot be renamed to ", name,
          " (errno ", moved.error(), "); move it away yourself");
  return false;
}

class Choice {
public:
  explicit Choice(StringView image) : image_(image) {}

  bool make(Reason &why) {
    // A crash can leave one gap in the row of names.
    for (u32 missing = 0, i = 0; missing < 2 && i < kMostKept; ++i) {
      Reason detail;
      GenerationName name = older_name(image_, i);
      Found found = restart::examine_image(name.c_str(), detail);
      missing = found == Found::kNothing ? missing + 1 : 0;
      if (found == Found::kWhole)
        return go_on_from(name, i, why);
      if (found == Found::kDamaged)
        note_damage(name, i, detail);
      else if (found != Found::kNothing)
        return refuse(name, detail, why);
    }
    return begin(why);
  }

private:
  void note_damage(const GenerationName &name, u32 age,
                   const Reason &detail) {
    error("cannot restart from ", name, ": ", detail);
    damaged_[age / 64] |= 1ull << age % 64;
    ++damaged_count_;
  }

  static bool refuse(const GenerationName &name, const Reason &detail,
                     Reason &why) {
    why.set("cannot restart from ", name, ": ", detail,
            "; to begin anew, remove it or name another file with "
            "-_condor_ckpt");
    return false;
  }

  bool put_damaged_aside(Reason &why) {
    for (u32 i = 0; i < kMostKept; ++i)
      if (damaged_[i / 64] >> i % 64 & 1 &&
          !put_aside(older_name(image_, i).c_str(), why))
        return false;
    return true;
  }

  bool go_on_from(GenerationName &name, u32 age, Reason &why) {
    if (name.view().size >= kPathMax) {
      why.set("the name of the checkpoint file is too long: ", name);
      return false;
    }
    if (!put_damaged_aside(why))
      return false;
    if (age)
      error("going on from the older checkpoint ", name);
    state.config.restart = true;
    memcpy(state.config.restart_image, name.c_str(), name.view().size + 1);
    return true;
  }

  bool begin(Reason &why) {
    if (!put_damaged_aside(why))
      return false;
    if (damaged_count_)
      error("there is no checkpoint to go on from: the program starts from its "
            "beginning");
    return true;
  }

  StringView image_;
  u64 damaged_[(kMostKept + 63) / 64] = {};
  u32 damaged_count_ = 0;
};

} // namespace

bool choose_start(Reason &why) {
  if (!state.config.auto_restart || state.config.restart)
    return true;
  if (migrate::has_left(state.config.image)) {
    why.set("the job has moved to another machine, and its last image here is ",
            state.config.image, ".migrated; to begin anew remove that file, "
            "and only if the job runs nowhere rename it to ",
            state.config.image, " to go on from it");
    return false;
  }
  if (!state.ancestor)
    return Choice(state.config.image).make(why);
  if (state.config.flag_in_argv)
    notice("process ", state.ancestor, ", which started this one, may have the "
           "same checkpoint file: this one starts from its beginning");
  return true;
}

} // namespace ckpt::start
