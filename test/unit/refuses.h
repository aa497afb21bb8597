// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Changes of the sample image that the decoder is to refuse.
#pragma once
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include <iostream>

namespace ckpt::test {

// With `change` made to it, `s` is refused by a message that has `message` in it.
inline void refuses_changed(SampleImage s, void (*change)(SampleImage &),
                            const char *message) {
  change(s);
  std::string why = refusal(s.bytes());
  if (!CHECK(why.find(message) != std::string::npos))
    std::cout << "  want \"" << message << "\", got \"" << why << "\"\n";
}

inline void refuses(void (*change)(SampleImage &), const char *message) {
  refuses_changed({}, change, message);
}

} // namespace ckpt::test
