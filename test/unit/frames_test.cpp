// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/image/frames.h"
#include "test/unit/check.h"
#include <cstring>
#include <vector>

using namespace ckpt;
using namespace ckpt::image;

namespace {

Bytes bytes_of(const char *text) {
  return {reinterpret_cast<const u8 *>(text), std::strlen(text)};
}

} // namespace

TEST(what_is_written_is_read) {
  std::vector<u64> room(7);
  FrameWriter out({reinterpret_cast<u8 *>(room.data()), room.size() * 8});
  CHECK(out.add(FrameKind::kMessage, bytes_of("seven..")));
  CHECK(out.add(FrameKind::kPacket, {}));
  CHECK(out.add(FrameKind::kOption, bytes_of("level   and name")));
  CHECK_EQ(out.bytes().size, 16u + 8 + 24);
  CHECK(!out.add(FrameKind::kMessage, bytes_of("too long")));
  CHECK(!out.begin(1) && out.begin(0));
  Bytes rest = out.bytes();
  FrameView frame;
  REQUIRE(next_frame(rest, frame) && frame.kind == FrameKind::kMessage);
  CHECK(frame.bytes.size == 7 && !std::memcmp(frame.bytes.data, "seven..", 7));
  REQUIRE(next_frame(rest, frame) && frame.kind == FrameKind::kPacket);
  CHECK(frame.bytes.empty());
  REQUIRE(next_frame(rest, frame) && frame.kind == FrameKind::kOption);
  OptionView option;
  REQUIRE(read_option(frame.bytes, option));
  CHECK_EQ(option.value.size, 8u);
  CHECK(rest.empty() && !next_frame(rest, frame));
}

TEST(frames_that_are_not_whole_or_not_known_are_refused) {
  const Frame kBad[] = {{0, 0}, {11, 0}, {1, 1}, {1, 0xffffffff}, {1, 17}};
  for (const Frame &head : kBad) {
    std::vector<u8> data(head.size == 17 ? 24 : sizeof head);
    std::memcpy(data.data(), &head, sizeof head);
    Bytes rest{data.data(), data.size()};
    FrameView frame;
    CHECK(!next_frame(rest, frame));
    CHECK_EQ(rest.size, data.size());
  }
  OptionView option;
  CHECK(!read_option(bytes_of("seven.."), option));
}
