// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/image/frames.h"

namespace ckpt::image {

bool next_frame(Bytes &rest, FrameView &frame) {
  Frame head;
  if (rest.size < sizeof head)
    return false;
  __builtin_memcpy(&head, rest.data, sizeof head);
  if (head.kind < static_cast<u32>(FrameKind::kMessage) ||
      head.kind > static_cast<u32>(FrameKind::kGroup) ||
      frame_room(head.size) > rest.size)
    return false;
  frame.kind = static_cast<FrameKind>(head.kind);
  frame.bytes = rest.sub(sizeof head, head.size);
  u64 room = frame_room(head.size);
  rest = rest.sub(room, rest.size - room);
  return true;
}

bool read_option(Bytes bytes, OptionView &option) {
  if (bytes.size < 2 * sizeof(u32))
    return false;
  __builtin_memcpy(&option.level, bytes.data, sizeof(u32));
  __builtin_memcpy(&option.name, bytes.data + sizeof(u32), sizeof(u32));
  option.value = bytes.sub(2 * sizeof(u32), bytes.size - 2 * sizeof(u32));
  return true;
}

} // namespace ckpt::image
