// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/sha256.h"

namespace ckpt::migrate {

namespace {

constexpr size_t kBlock = 64;

// FIPS 180-4, 4.2.2: fractions of the cube roots of the first 64 primes.
constexpr u32 kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr u32 rotate(u32 n, unsigned by) { return n >> by | n << (32 - by); }

u32 big_endian(const u8 *p) {
  return u32{p[0]} << 24 | u32{p[1]} << 16 | u32{p[2]} << 8 | p[3];
}

void expand(const u8 *data, u32 *w) {
  for (size_t i = 0; i < 16; ++i)
    w[i] = big_endian(data + 4 * i);
  for (size_t i = 16; i < 64; ++i) {
    u32 a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] +
           (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
           (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
  }
}

} // namespace

bool equal(const Digest &a, const Digest &b) {
  u32 difference = 0;
  for (size_t i = 0; i < sizeof a.bytes; ++i)
    difference |= static_cast<u32>(a.bytes[i] ^ b.bytes[i]);
  return difference == 0;
}

// FIPS 180-4, 5.3.3.
Sha256::Sha256()
    : state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19} {}

// FIPS 180-4, 6.2.2; s[0] to s[7] are its a to h.
void Sha256::block(const u8 *data) {
  u32 w[64], s[8];
  expand(data, w);
  for (size_t i = 0; i < 8; ++i)
    s[i] = state_[i];
  for (size_t i = 0; i < 64; ++i) {
    u32 e = s[4], a = s[0];
    u32 t1 = s[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
             ((e & s[5]) ^ (~e & s[6])) + kRound[i] + w[i];
    u32 t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
             ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
    s[7] = s[6];
    s[6] = s[5];
    s[5] = e;
    s[4] = s[3] + t1;
    s[3] = s[2];
    s[2] = s[1];
    s[1] = a;
    s[0] = t1 + t2;
  }
  for (size_t i = 0; i < 8; ++i)
    state_[i] += s[i];
}

void Sha256::add(Bytes data) {
  size_t filled = size_ % kBlock;
  size_ += data.size;
  const u8 *at = data.data;
  size_t left = data.size;
  while (left) {
    if (!filled && left >= kBlock) {
      block(at);
      at += kBlock;
      left -= kBlock;
      continue;
    }
    buffer_[filled++] = *at++;
    --left;
    if (filled == kBlock) {
      block(buffer_);
      filled = 0;
    }
  }
}

Digest Sha256::finish() {
  u64 bits = size_ * 8;
  const u8 mark = 0x80, zero = 0;
  add({&mark, 1});
  while (size_ % kBlock != kBlock - 8)
    add({&zero, 1});
  u8 length[8];
  for (size_t i = 0; i < 8; ++i)
    length[i] = static_cast<u8>(bits >> (56 - 8 * i));
  add({length, sizeof length});
  Digest out;
  for (size_t i = 0; i < sizeof out.bytes; ++i)
    out.bytes[i] = static_cast<u8>(state_[i / 4] >> (24 - 8 * (i % 4)));
  return out;
}

Digest sha256(Bytes data) {
  Sha256 hash;
  hash.add(data);
  return hash.finish();
}

Digest hmac_sha256(Bytes key, Bytes message) {
  Digest short_key;
  if (key.size > kBlock) {
    short_key = sha256(key);
    key = {short_key.bytes, sizeof short_key.bytes};
  }
  u8 inner[kBlock], outer[kBlock];
  for (size_t i = 0; i < kBlock; ++i) {
    u8 byte = i < key.size ? key[i] : u8{0};
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  Sha256 hash;
  hash.add({inner, sizeof inner});
  hash.add(message);
  Digest middle = hash.finish();
  Sha256 last;
  last.add({outer, sizeof outer});
  last.add({middle.bytes, sizeof middle.bytes});
  return last.finish();
}

} // namespace ckpt::migrate
