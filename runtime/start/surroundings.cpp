// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/surroundings.h"

#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/image_name.h"
#include "runtime/fd/list.h"
#include "runtime/sys/memory.h"

namespace ckpt::start {

namespace {

constexpr int kProbedWithoutProc = 64;

Inherited *remember_descriptor(int number) {
  struct stat st;
  if (state.inherited_count == kMaxInherited || !sys::fstat(number, st).ok())
    return nullptr;
  Inherited &entry = state.inherited[state.inherited_count++];
  entry = {};
  entry.number = entry.real = number;
  entry.mode = st.st_mode;
  entry.device = st.st_dev;
  entry.inode = st.st_ino;
  entry.rdev = st.st_rdev;
  return &entry;
}

} // namespace

void remember_surroundings() {
  bool listed = fd::each_descriptor([](u64 number) {
    remember_descriptor(static_cast<int>(number));
    return true;
  });
  for (int i = 0; !listed && i < kProbedWithoutProc; ++i)
    remember_descriptor(i);
  read_origin(state.origin);
  remember_settings(state.origin);
  remember_stderr();
  sys::readlink("/proc/thread-self/exe", state.executable, kPathMax - 1).ignore();
}

void remember_stderr() {
  struct stat st;
  if (sys::fstat(2, st).ok()) {
    state.stderr_device = st.st_dev;
    state.stderr_inode = st.st_ino;
  }
  state.stderr_known = true;
}

void forget_descriptor(int number) {
  for (u32 i = 0; i < state.inherited_count; ++i)
    if (state.inherited[i].number == number)
      state.inherited[i--] = state.inherited[--state.inherited_count];
}

bool remember_given(int number, bool by_name, StringView url, Reason &why) {
  forget_descriptor(number);
  if (url.size > sizeof state.given_urls - state.given_urls_used) {
    why.set("fd: the URLs of this stream have more than ",
            sizeof state.given_urls, " characters");
    return false;
  }
  Inherited *entry = remember_descriptor(number);
  if (!entry) {
    why.set("fd: more descriptors are open than can be kept track of");
    return false;
  }
  entry->by_stream = true;
  entry->by_name = by_name;
  entry->url = static_cast<u16>(state.given_urls_used);
  entry->url_size = static_cast<u16>(url.size);
  memcpy(state.given_urls + entry->url, url.data, url.size);
  state.given_urls_used += entry->url_size;
  return true;
}

namespace {

// Whoever was asked for no image starts wherever a plain program does: what is
// wrong with a name that nobody gave makes checkpoints fail, not the start.
bool may_stay_nameless() {
  const Config &config = state.config;
  return config.default_name && !config.auto_restart && !config.restart &&
         !has_command_stream(config);
}

bool make_image_absolute(Reason &why) {
  Reason unused;
  if (!may_stay_nameless())
    return make_absolute(state.config.image, why);
  if (state.config.image[0] && !make_absolute(state.config.image, unused))
    state.config.image[0] = 0;
  return true;
}

} // namespace

bool choose_image_name(StringView program, Reason &why) {
  if (state.config.image[0])
    return true;
  state.config.default_name = true;
  Text<kPathMax> name(program, ".ckpt");
  if (name.cut() && may_stay_nameless())
    return true;
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
  return (!config.status[0] || make_absolute(config.status, why)) &&
         make_image_absolute(why) &&
         (!config.restart || make_absolute(config.restart_image, why));
}

} // namespace ckpt::start
