// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The frames that the bytes of a pipe or socket are made of.  Pure.
// Phase: any.  Needs: bytes at an address that is a multiple of 8.  Never: reads
// outside of them.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::image {

// More bytes than any pipe or socket has by itself; a bound for readers.
inline constexpr u64 kMaxFrames = u64{256} << 20;

constexpr u64 frame_room(u64 size) {
  return sizeof(Frame) + ((size + 7) & ~u64{7});
}

struct FrameView {
  FrameKind kind;
  Bytes bytes;
};

// Takes the first frame off `rest`; false, and rest as it was, when it is not
// whole or of an unknown kind.
[[nodiscard]] bool next_frame(Bytes &rest, FrameView &frame);

// An option's level, name and value.
struct OptionView {
  u32 level;
  u32 name;
  Bytes value;
};
[[nodiscard]] bool read_option(Bytes bytes, OptionView &option);

// Builds frames in a buffer.
class FrameWriter {
public:
  FrameWriter() = default;
  explicit FrameWriter(Span<u8> room) : room_(room) {}

  // In another buffer, begun by what is in `other`; it must have room for that.
  FrameWriter(Span<u8> room, const FrameWriter &other) : room_(room) {
    if (room.size < other.used_)
      return;
    for (used_ = 0; used_ < other.used_; ++used_)
      room_[used_] = other.room_[used_];
  }

  // Where the bytes of a frame of at most `size` bytes go; null: no room.
  u8 *begin(u64 size) const {
    return room_.size - used_ < frame_room(size)
               ? nullptr
               : room_.data + used_ + sizeof(Frame);
  }
  // The frame that was begun has `size` bytes.
  void end(FrameKind kind, u64 size) {
    Frame head{static_cast<u32>(kind), static_cast<u32>(size)};
    __builtin_memcpy(room_.data + used_, &head, sizeof head);
    u64 room = frame_room(size);
    for (u64 i = sizeof head + size; i < room; ++i)
      room_[used_ + i] = 0;
    used_ += room;
  }
  [[nodiscard]] bool add(FrameKind kind, Bytes bytes) {
    u8 *at = begin(bytes.size);
    if (!at)
      return false;
    for (u64 i = 0; i < bytes.size; ++i)
      at[i] = bytes[i];
    end(kind, bytes.size);
    return true;
  }
  u64 left() const { return room_.size - used_; }
  Bytes bytes() const { return {room_.data, used_}; }

private:
  Span<u8> room_;
  u64 used_ = 0;
};

} // namespace ckpt::image
