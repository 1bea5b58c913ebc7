"""One search over everything that is public: what residents asked, complaints, promises, activities, wards."""
