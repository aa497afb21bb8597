// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What was taken from a field line, printed, is taken again; a refused line
// changes nothing; a mapping's line is no field.
#include "runtime/proc/maps.h"
#include "runtime/proc/smaps.h"
#include "test/fuzz/proc_property.h"

using namespace ckpt;
using namespace ckpt::proc;

namespace {

bool same(const MappingDetail &a, const MappingDetail &b) {
  return a.rss_kb == b.rss_kb && a.swap_kb == b.swap_kb &&
         a.protection_key == b.protection_key && a.vm_flags == b.vm_flags &&
         a.unknown_flag == b.unknown_flag &&
         (!a.unknown_flag ||
          std::memcmp(a.unknown_name, b.unknown_name, 2) == 0);
}

bool take(const test::Line &line, MappingDetail &detail) {
  return parse_smaps_field(line.view(), detail);
}

void reprint(const MappingDetail &detail) {
  MappingDetail again;
  PROPERTY(take(test::Line("Rss:  ", detail.rss_kb, " kB"), again));
  PROPERTY(take(test::Line("Swap: ", detail.swap_kb, " kB"), again));
  PROPERTY(take(test::Line("ProtectionKey: ", detail.protection_key), again));
  test::Line flags("VmFlags: ");
  for (unsigned i = 0; i < kVmFlagCount; ++i)
    if (detail.vm_flags & u64{1} << i)
      flags.add(vm_flag_code(static_cast<VmFlag>(u64{1} << i)), ' ');
  if (detail.unknown_flag)
    flags.add(StringView(detail.unknown_name, 2));
  PROPERTY(take(flags, again));
  PROPERTY(same(detail, again));
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  MappingDetail detail;
  test::for_each_line(data, size, [&](StringView line) {
    MappingDetail before = detail;
    if (!parse_smaps_field(line, detail))
      PROPERTY(same(before, detail));
    PROPERTY((detail.vm_flags >> (kVmFlagCount - 1)) <= 1);
    if (detail.unknown_flag) {
      VmFlag flag;
      PROPERTY(!find_vm_flag(StringView(detail.unknown_name, 2), flag));
    }
    MapsLine map;
    if (parse_maps_line(line, map))
      PROPERTY(same(before, detail));
    reprint(detail);
  });
  return 0;
}
