// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of shared memory in an image, and whether a file is mapped.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include "test/unit/refuses.h"

using namespace ckpt;
using namespace ckpt::image;
using S = ckpt::test::SampleImage;

namespace {

// The heap of the sample shows all of its first object.
S shared_heap() {
  S s;
  s.mappings[2].flags |= kShared;
  return s;
}

void refuses(void (*change)(S &), const char *message) {
  test::refuses_changed(shared_heap(), change, message);
}

} // namespace

TEST(a_shared_mapping) {
  CHECK_EQ(test::refusal(shared_heap().bytes()), "");
}

TEST(shared_rules) {
  refuses([](S &s) { s.mappings[2].object = 2; }, "does not exist");
  refuses([](S &s) { s.mappings[2].object = ~0u; }, "does not exist");
  refuses([](S &s) { s.mappings[2].object = 1; }, "more than its shared object");
  refuses([](S &s) { s.mappings[2].file_offset = kPageSize; },
          "more than its shared object");
  refuses([](S &s) { s.mappings[2].file_offset = ~u64{0} - kPageMask; },
          "more than its shared object");
  refuses([](S &s) { s.mappings[1].object = 1; }, "is not shared");
  refuses([](S &s) { s.mappings[2].flags |= kNamed; }, "two kinds");
  refuses([](S &s) { s.mappings[2].flags |= kVdso; }, "two kinds");
  refuses([](S &s) { s.mappings[2].page_shift = 21; }, "two kinds");
  refuses([](S &s) { s.mappings[2].flags |= kDroppable; }, "two kinds");
  refuses([](S &s) { s.mappings[2].flags |= kAnonymousName; }, "two kinds");
  refuses([](S &s) { s.mappings[2].flags |= kUnwritten; }, "two kinds");
  refuses([](S &s) { s.mappings[3].flags |= kUnwritten; }, "two kinds");
  refuses([](S &s) { s.mappings[0].flags |= kSharedView; }, "two kinds");
  refuses([](S &s) { s.mappings[3].flags |= kHugeTlb; }, "two kinds");
  refuses([](S &s) {
    s.mappings[3].flags |= kHugeTlb;
    s.mappings[3].page_shift = 21; // its ends are no multiples of that
  }, "two kinds");
  refuses([](S &s) {
    s.mappings[3].flags |= kHugeTlb;
    s.mappings[3].page_shift = 60;
  }, "two kinds");
  refuses([](S &s) { s.mappings[3].flags |= kOnlyRead; }, "two kinds");
  refuses([](S &s) { s.mappings[2].flags |= kOnlyRead; }, "two kinds"); // writes
  refuses([](S &s) { s.mappings[2].path = 0, s.mappings[2].path_size = 4; }, "shows no file");
  refuses([](S &s) { s.shared[0].kind = SharedKind{0}; }, "unknown kind");
  refuses([](S &s) { s.shared[0].kind = SharedKind{9}; }, "unknown kind");
  refuses([](S &s) { s.shared[0].flags = 4; }, "unknown kind");
  refuses([](S &s) { s.shared[0].mode = 01000; }, "unknown kind");
  refuses([](S &s) { s.shared[0].size = u64{1} << 63; }, "unknown kind");
  refuses([](S &s) { s.shared[0].descriptor = 5; }, "does not exist");
  refuses([](S &s) {
    s.shared[0].kind = SharedKind::kDescriptor;
    s.shared[0].descriptor = 99;
  }, "does not exist");
  refuses([](S &s) { s.shared[1].path = 1; }, "out of bounds");
  refuses([](S &s) { s.shared[1].path = 1, s.shared[1].path_size = 4; },
          "not absolute");
  refuses([](S &s) { s.shared_pool[2] = 0; }, "holds a NUL");
}

TEST(hidden_rules) {
  constexpr char kNone[] = "does not exist", kMore[] = "more than it may hold";
  refuses([](S &s) { s.hidden[0].object = 2; }, kNone);
  refuses([](S &s) { s.hidden[0].content = 13; }, kNone);
  refuses([](S &s) { s.hidden[0].content = ~0u; }, kNone);
  refuses([](S &s) { s.hidden[0].object = 1; }, kMore); // a file
  refuses([](S &s) { s.hidden[0].content = 1; }, kMore); // an eventfd
  refuses([](S &s) { s.contents[2].size = 0x10001; }, kMore);
  refuses([](S &s) { s.hidden.push_back(s.hidden[0]); }, "out of order");
  S second = shared_heap();
  second.shared[1].kind = SharedKind::kSystemV;
  second.hidden.push_back({1, 2});
  CHECK_EQ(test::refusal(second.bytes()), "");
}

TEST(segment_rules) {
  constexpr char kUnknown[] = "of an unknown kind, or out of order";
  auto with = [](SystemVSegment one) {
    S s = shared_heap();
    s.shared[0].kind = SharedKind::kSystemV;
    s.system_v.push_back(one);
    return s;
  };
  S good = with({0, 7, 1234, kSegmentLocked, 99});
  CHECK_EQ(test::refusal(good.bytes()), "");
  View v;
  v.system_v = {good.system_v.data(), 1};
  CHECK(segment_of(v, 0) == v.system_v.data && !segment_of(v, 1));
  good.system_v.push_back(good.system_v[0]);
  CHECK(test::refusal(good.bytes()).find(kUnknown) != std::string::npos);
  for (const SystemVSegment &bad : std::initializer_list<SystemVSegment>{
           {1, 7, 0, 0, 0}, // a file
           {2, 7, 0, 0, 0},
           {~0u, 7, 0, 0, 0},
           {0, -1, 0, 0, 0},
           {0, 7, 0, 4, 0}})
    CHECK(test::refusal(with(bad).bytes()).find(kUnknown) !=
          std::string::npos);
}

TEST(mapped_files) {
  Mapping maps[1] = {{0x10000, 0x13000, 0x12000, 0x1000, 3, kShared, 0, 0, 0, 0}};
  SharedObject object = {SharedKind::kFile, 0, -1, 0, 0x3000, 7, 8, 0, 0};
  View v;
  v.mappings = {maps, 1};
  v.shared = {&object, 1};
  Descriptor d = {};
  d.device = 7;
  d.inode = 8;
  CHECK(is_mapped(v, d, 0x1000, 0x1000) && is_mapped(v, d, 0x1800, 0x1000));
  CHECK(!is_mapped(v, d, 0, 0x1000) && !is_mapped(v, d, 0x2800, 0x1000));
  d.inode = 9;
  CHECK(!is_mapped(v, d, 0x1000, 0x1000));
}
