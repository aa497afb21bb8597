// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/smaps.h"
#include "test/unit/check.h"
#include "test/unit/proc_text.h"
#include <set>

using namespace ckpt;
using namespace ckpt::proc;

TEST(the_four_fields_are_taken) {
  MappingDetail detail;
  REQUIRE(parse_smaps_field("Rss:                 132 kB", detail));
  REQUIRE(parse_smaps_field("Swap:                  4 kB", detail));
  REQUIRE(parse_smaps_field("ProtectionKey:        15", detail));
  REQUIRE(parse_smaps_field("VmFlags: rd wr mr mw me gd ac ", detail));
  CHECK_EQ(detail.rss_kb, 132u);
  CHECK_EQ(detail.swap_kb, 4u);
  CHECK_EQ(detail.protection_key, 15u);
  CHECK_EQ(detail.vm_flags, kVmRead | kVmWrite | kVmMayRead | kVmMayWrite |
                                kVmMayExec | kVmGrowsDown | kVmAccount);
  CHECK(!detail.unknown_flag);
}

TEST(other_fields_are_ignored) {
  MappingDetail detail;
  for (const char *line :
       {"Size:                132 kB", "SwapPss:               9 kB",
        "Pss:                   9 kB", "THPeligible:           0",
        "Anonymous:             9 kB", "NewInLinux7: whatever it is", "X:"})
    CHECK(parse_smaps_field(line, detail));
  CHECK_EQ(detail.rss_kb, 0u);
  CHECK_EQ(detail.swap_kb, 0u);
  CHECK_EQ(detail.vm_flags, 0u);
}

TEST(malformed_fields_are_refused_and_change_nothing) {
  MappingDetail detail;
  REQUIRE(parse_smaps_field("VmFlags: rd ?? ", detail));
  detail.rss_kb = detail.swap_kb = detail.protection_key = 77;
  for (const char *line :
       {"", "Rss", "Rss:", "Rss: kB", "Rss: 1", "Rss: 1 MB", "Rss: 1 k",
        "Rss: 1 kB ", "Rss: 1  kB", "Rss: -1 kB",
        "Rss: 18446744073709551616 kB", "Swap: x kB",
        "ProtectionKey:", "ProtectionKey: 1x",
        "ProtectionKey: 18446744073709551616", "VmFlags: w", "VmFlags: wr e",
        "VmFlags: wr exe sh", "1000-2000 r--p"}) {
    test::Exact exact(line);
    CHECK(!parse_smaps_field(exact.view(), detail));
    CHECK_EQ(detail.rss_kb, 77u);
    CHECK_EQ(detail.swap_kb, 77u);
    CHECK_EQ(detail.protection_key, 77u);
    CHECK_EQ(detail.vm_flags, u64{kVmRead});
    CHECK(detail.unknown_flag);
  }
}

TEST(the_first_unknown_flag_is_reported) {
  MappingDetail detail;
  REQUIRE(parse_smaps_field("VmFlags: rd zz ?? wr ", detail));
  CHECK(detail.unknown_flag);
  CHECK_EQ(StringView(detail.unknown_name, 2), StringView("zz"));
  CHECK_EQ(detail.vm_flags, kVmRead | kVmWrite);
  REQUIRE(parse_smaps_field("VmFlags: ex ", detail));
  CHECK(!detail.unknown_flag);
  CHECK_EQ(detail.vm_flags, u64{kVmExec});
  REQUIRE(parse_smaps_field("VmFlags: ", detail));
  CHECK_EQ(detail.vm_flags, 0u);
}

TEST(every_cut_of_the_flags_is_refused_or_shorter) {
  std::string whole = "VmFlags: rd wr mr mw me ac hg mg ";
  for (size_t n = 0; n <= whole.size(); ++n) {
    test::Exact cut(std::string_view(whole).substr(0, n));
    MappingDetail detail;
    bool parsed = parse_smaps_field(cut.view(), detail);
    CHECK_EQ(parsed, n >= 8 && (n < 9 || (n - 9) % 3 != 1));
    size_t flags = n < 9 ? 0 : (n - 9 + 1) / 3;
    if (parsed)
      CHECK_EQ(static_cast<size_t>(__builtin_popcountll(detail.vm_flags)),
               flags);
  }
}

TEST(every_row_of_the_table_goes_both_ways) {
  std::set<std::string> codes;
  for (unsigned i = 0; i < kVmFlagCount; ++i) {
    VmFlag flag = static_cast<VmFlag>(u64{1} << i);
    StringView code = vm_flag_code(flag);
    REQUIRE_EQ(code.size, 2u);
    codes.insert(test::to_string(code));
    CHECK(!vm_flag_meaning(flag).empty());
    VmFlag found;
    REQUIRE(find_vm_flag(code, found));
    CHECK_EQ(found, flag);
    MappingDetail detail;
    std::string line = "VmFlags: " + test::to_string(code) + " ";
    CHECK(parse_smaps_field(line.c_str(), detail));
    CHECK_EQ(detail.vm_flags, u64{flag});
  }
  CHECK_EQ(codes.size(), size_t{kVmFlagCount});
}

// Written out once more on purpose: a slip in the table would agree with
// itself.  The list of Documentation/filesystems/proc.rst.
TEST(the_codes_of_the_documentation_are_known) {
  for (const char *code :
       {"rd", "wr", "ex", "sh", "mr", "mw", "me", "ms", "gd", "pf", "lo",
        "io", "sr", "rr", "dc", "de", "ac", "nr", "ht", "sf", "ar", "wf",
        "dd", "sd", "mm", "hg", "nh", "mg", "bt", "mt", "um", "uw", "ui",
        "ss", "sl", "lf", "dp", "gu", "nl", "dw", "mp"}) {
    VmFlag flag;
    CHECK(find_vm_flag(code, flag));
  }
  VmFlag flag;
  CHECK(!find_vm_flag("??", flag));
  CHECK(!find_vm_flag("", flag));
  CHECK(!find_vm_flag("r", flag));
  CHECK(!find_vm_flag("rdx", flag));
}

TEST(names_fit_their_flags) {
  CHECK_EQ(vm_flag_code(kVmGrowsDown), StringView("gd"));
  CHECK_EQ(vm_flag_code(kVmDontCopy), StringView("dc"));
  CHECK_EQ(vm_flag_code(kVmWipeOnFork), StringView("wf"));
  CHECK_EQ(vm_flag_code(kVmSealed), StringView("sl"));
  CHECK_EQ(vm_flag_meaning(kVmExec), StringView("executable"));
  CHECK(vm_flag_code(static_cast<VmFlag>(0)).empty());
  CHECK(vm_flag_code(static_cast<VmFlag>(kVmRead | kVmWrite)).empty());
  CHECK(vm_flag_meaning(static_cast<VmFlag>(u64{1} << 63)).empty());
}
