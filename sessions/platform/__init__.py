"""What a website of any city needs: texts, lists, files, photos, feeds, time and database; it knows no ward."""
