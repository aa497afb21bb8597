! SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
! Checkpoints at random instants of a Fortran program, inside its library too.
! RUN: %job %s %t --build "gfortran -O2" --modes pie,static --random 5 \
! RUN:   --stderr any --files result
! REQUIRES: gfortran
program job
  implicit none
  integer :: i, j
  real(8) :: m(60, 60), v(60)
  open(20, file='result', status='replace')
  do j = 1, 60
    do i = 1, 60
      m(i, j) = sin(dble(i * j))
    end do
  end do
  v = 1
  do i = 1, 400000
    v = matmul(m, v)
    v = v / norm2(v)
    if (mod(i, 200) == 0) write(20, *) i, v(1)
  end do
  write(*, *) v
end program
