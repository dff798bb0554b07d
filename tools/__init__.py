"""Small programs that set up, check and build this repository; none of them is part of the product."""
