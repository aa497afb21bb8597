// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/capabilities.h"

#include <linux/capability.h>
#include <linux/prctl.h>

#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

using image::Capabilities;

constexpr u64 kMost = 64;

u64 joined(u32 low, u32 high) { return u64{high} << 32 | low; }

void read_sets(Capabilities &now) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
  sys::call(__NR_capget, &header, data).ignore();
  now.effective = joined(data[0].effective, data[1].effective);
  now.permitted = joined(data[0].permitted, data[1].permitted);
  now.inheritable = joined(data[0].inheritable, data[1].inheritable);
}

bool write_sets(u64 effective, u64 permitted, u64 inheritable) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
  for (u32 i = 0; i < _LINUX_CAPABILITY_U32S_3; ++i) {
    u32 shift = 32 * i;
    data[i] = {static_cast<u32>(effective >> shift),
               static_cast<u32>(permitted >> shift),
               static_cast<u32>(inheritable >> shift)};
  }
  return sys::call(__NR_capset, &header, data).ok();
}

template <class Work> void each_bit(u64 set, Work work) {
  for (u64 i = 0; i < kMost; ++i)
    if (set >> i & 1)
      work(i);
}

} // namespace

void read_capabilities(Capabilities &now) {
  now = {};
  read_sets(now);
  for (u64 i = 0; i < kMost; ++i) {
    SysResult there = sys::prctl(PR_CAPBSET_READ, i);
    if (!there.ok()) // the last that this kernel knows was before
      break;
    now.bounding |= u64{there.value() == 1} << i;
  }
  // The others are never ambient.
  each_bit(now.permitted & now.inheritable, [&](u64 i) {
    if (sys::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i).value() == 1)
      now.ambient |= u64{1} << i;
  });
}

void widen_capabilities(const Capabilities &saved) {
  Capabilities now;
  read_capabilities(now);
  // More than is permitted takes CAP_SETPCAP.
  if (now.inheritable != saved.inheritable &&
      !write_sets(now.effective, now.permitted, saved.inheritable))
    (void)write_sets(now.effective, now.permitted,
                     saved.inheritable & (now.inheritable | now.permitted));
  each_bit(now.bounding & ~saved.bounding,
           [](u64 i) { sys::prctl(PR_CAPBSET_DROP, i).ignore(); });
  each_bit(now.ambient & ~saved.ambient, [](u64 i) {
    sys::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, i).ignore();
  });
  each_bit(saved.ambient & ~now.ambient, [](u64 i) {
    sys::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i).ignore();
  });
}

bool give_up_capabilities(const Capabilities &saved) {
  Capabilities now;
  read_capabilities(now);
  u64 permitted = saved.permitted & now.permitted;
  u64 effective = saved.effective & permitted;
  if (now.permitted != permitted || now.effective != effective)
    (void)write_sets(effective, permitted, now.inheritable);
  read_capabilities(now);
  return !memcmp(&now, &saved, sizeof now);
}

} // namespace ckpt
